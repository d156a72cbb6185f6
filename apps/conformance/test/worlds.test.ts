import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { CefiRestClientOptions } from '@truemarkets/cefi-rest'
import type { CefiWsOptions } from '@truemarkets/cefi-ws'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { CaseContext } from '../src/case/context.ts'
import { defineCase } from '../src/case/define.ts'
import { present } from '../src/case/present.ts'
import { reader } from '../src/cases/cefi-ws/session.ts'
import { opener } from '../src/target/open.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

/** What a program must know of a world to live in it; every other world takes none of this. */
type Settings = {
  cefiRest: Partial<CefiRestClientOptions>
  cefiWs: Partial<CefiWsOptions>
  /** How an order names what it trades (G3). */
  orderBy: 'symbols' | 'asset-id'
  /** On which side of a moment lists begin (R12). */
  listFrom: 'ahead' | 'behind'
}

const usual: Settings = { cefiRest: {}, cefiWs: {}, orderBy: 'symbols', listFrom: 'ahead' }

const settings: Readonly<Record<string, Partial<Settings>>> = {
  'G3=asset-id-only': { orderBy: 'asset-id' },
  'G3=chain-required': { orderBy: 'symbols' },
  'R2=next_cursor': { cefiRest: { cursorParam: 'next_cursor' } },
  'R2=after': { cefiRest: { cursorParam: 'after' } },
  'R2=page_token': { cefiRest: { cursorParam: 'page_token' } },
  'R3=cefi-rest-without-prefix': { cefiRest: { signedPath: 'without-prefix' } },
  'R3=cefi-rest-full-with-query': { cefiRest: { signQuery: true } },
  'R3=cefi-rest-legacy-full': { cefiRest: { hmacScheme: 'cefi-rest-legacy' } },
  'R3=cefi-rest-legacy-without-prefix': {
    cefiRest: { hmacScheme: 'cefi-rest-legacy', signedPath: 'without-prefix' },
  },
  'R11=flat': { cefiRest: { transferBody: 'flat' } },
  'R12=after': { listFrom: 'behind' },
  'R22=credentials-needed': { cefiRest: { authenticatePublic: true } },
  'W2=empty-path': { cefiWs: { signedPath: '' } },
}

type Question = { id: string; choices?: string[] }

/** Every world that the open questions allow, read from where they are asked. */
const worlds = ['auth', 'gateway', 'cefi-rest', 'cefi-ws'].flatMap((api) => {
  const file = new URL(`../../../specs/${api}/questions.yaml`, import.meta.url)
  const { questions } = parse(readFileSync(file, 'utf8')) as { questions: Question[] }
  return questions.flatMap(({ id, choices = [] }) => choices.map((choice) => ({ id, choice })))
})

const ended = ['complete', 'canceled', 'failed', 'FILLED', 'CANCELED', 'REJECTED']
const idOf = ({ id }: { id?: string | undefined }) => present(id, 'id')

/** A small trading program: what it sees must be the same in every world. */
async function program(context: CaseContext, { cefiRest, cefiWs, orderBy, listFrom }: Settings) {
  const gateway = context.gateway()
  const cefi = context.cefiRest(cefiRest)
  await context.auth().getHealth()
  const { keys } = await context.auth().getJwks()

  const assets: string[] = []
  for await (const asset of gateway.listAssets.iterate({ query: { limit: 4, venue: 'cefi' } })) assets.push(idOf(asset))
  const bitcoin = present(assets[0], 'the first asset of the exchange')
  const named = orderBy === 'symbols' ? { base_asset: 'BTC', quote_asset: 'USD' } : { asset_id: bitcoin }
  const terms = { ...named, side: 'buy', type: 'limit', qty: '0.001', qty_unit: 'base', price: '109000' } as const
  const created = await gateway.createOrder({ body: terms })
  const path = { id: present(created.order_id, 'order_id') }
  const statusAt = (wanted: string) =>
    context.until(
      () => gateway.getOrder({ path }),
      ({ status }) => status === wanted || ended.includes(status ?? ''),
    )
  const resting = await statusAt('active')
  await gateway.cancelOrder({ path })
  const canceled = await statusAt('canceled')
  const { data: holdings } = await gateway.listBalances()
  await gateway.getBalances()

  const [client] = (await cefi.listClients()).data
  const { data: instruments } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
  const info = { client_id: present(client?.id, 'client'), instrument_id: present(instruments[0]?.id, 'instrument') }
  const socket = context.cefiWs({ snapshotCompleteTimeoutMs: 200, ...cefiWs })
  context.defer(() => socket.close())
  const book = reader(await socket.subscribe({ channel: 'DEPTH', items: ['BTC-PYUSD'] }))
  await book.until(({ update }) => update === 'SNAPSHOT')
  const reports = reader(await socket.dropCopy([info.client_id]))

  const order = { ...info, side: 'BUY', type: 'LIMIT', qty: '0.001', price: '109001' } as const
  const external_id = `tmc-${context.random.uuid().slice(-12)}`
  const placed = await cefi.createOrder({ body: { external_id, info: order } })
  const told = await reports.until(({ external_id: each, status }) => each === external_id && status === 'ACTIVE')
  await book.until(({ update }) => update === 'UPDATE')
  const listed: string[] = []
  const query = JSON.stringify({ columns: [{ name: 'status', filter: [{ $in: ['ACTIVE', 'CANCELED'] }] }] })
  for await (const each of cefi.listOrders.iterate({ query: { size: 1, query } })) listed.push(idOf(each))
  await cefi.cancelOrder({ path: { ref_id: external_id }, query: { id_type: 'client' } })
  const gone = await context.until(
    () => cefi.getOrderStatus({ path: { ref_id: idOf(placed) } }),
    ({ status }) => ended.includes(status ?? ''),
  )
  const [dollars] = (await cefi.listAssets({ query: { name: 'PYUSD' } })).data
  const request = { client_id: info.client_id, asset_id: present(dollars?.id, 'PYUSD'), amount: '1' }
  await cefi.createTransfer({ body: { request: { ...request, type: 'DEPOSIT', platform: 'FIAT', instructions: {} } } })
  const timestamp = listFrom === 'ahead' ? String(BigInt(Date.now() + 60_000) * 1_000_000n) : '0'
  const { data: transfers } = await cefi.listTransfers({ query: { timestamp, size: 10 } })

  return {
    keys: keys.filter(({ kty }) => kty === 'RSA').length,
    assets: new Set(assets).size,
    gateway: [resting.status, Number(resting.price), canceled.status, Number(canceled.executed_qty)],
    holdings: (holdings ?? []).length > 0,
    cefi: [gone.status, Number(gone.executed_qty), gone.external_id === external_id],
    // Orders through the gateway are orders of the same client.
    listed: [listed.length, new Set(listed).size],
    told: told.at(-1)?.id === placed.id,
    transfers: transfers.length,
  }
}

const outcome = {
  keys: 1,
  assets: 4,
  gateway: ['active', 109_000, 'canceled', 0],
  holdings: true,
  cefi: ['CANCELED', 0, true],
  listed: [2, 2],
  told: true,
  transfers: 1,
}

const anyCase = defineCase({
  id: 'gateway.worlds',
  title: '',
  covers: ['gateway.getOrder'],
  run: () => Promise.resolve(),
})

describe('the same program ends the same', () => {
  it('in more than one world of many questions', () => {
    assert.ok(worlds.length > 90)
    const known = new Set(worlds.map(({ id, choice }) => `${id}=${choice}`))
    expect(Object.keys(settings).filter((world) => !known.has(world))).toEqual([])
  })

  it.each(worlds)('where $id is $choice', { timeout: 60_000 }, async ({ id, choice }) => {
    const target = await sandboxTarget(1, { [id]: choice })
    const cleanups: (() => unknown)[] = []
    const abort = new AbortController()
    try {
      const { context } = opener(target, 1, () => performance.now())(anyCase, abort.signal, (cleanup) => {
        cleanups.push(cleanup)
      })
      expect(await program(context, { ...usual, ...settings[`${id}=${choice}`] })).toEqual(outcome)
    } finally {
      for (const cleanup of cleanups) await cleanup()
      await target.close()
    }
    expect(target.defects()).toEqual([])
  })
})
