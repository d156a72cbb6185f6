import assert from 'node:assert/strict'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { audit } from '../src/audit/audit.ts'
import { accepted } from '../src/audit/baseline.ts'
import type { CaseContext } from '../src/case/context.ts'
import { defineCase } from '../src/case/define.ts'
import { present } from '../src/case/present.ts'
import { placeResting } from '../src/cases/cefi-rest/place.ts'
import { reader } from '../src/cases/cefi-ws/session.ts'
import { cases } from '../src/cases/index.ts'
import { repository } from '../src/commands/common.ts'
import { loadContracts } from '../src/contract/load.ts'
import { exemptions } from '../src/coverage/exemptions.ts'
import { exitCode } from '../src/exit-code.ts'
import { readQuestions } from '../src/probes/questions.ts'
import { executeCase } from '../src/run/execute.ts'
import { lists } from '../src/run/lists.ts'
import { cannotHold, hindrance, isNamed } from '../src/run/rests-on.ts'
import { runSession } from '../src/run/session.ts'
import { runtimeHere } from '../src/runtime/here.ts'
import { opener } from '../src/target/open.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

/** What a program must know of a world to live in it, beside the settings of its clients; every other world takes none of this. */
type Settings = {
  /** How an order names what it trades (G3). */
  orderBy: 'symbols' | 'asset-id'
  /** On which side of a moment lists begin (R12). */
  listFrom: 'ahead' | 'behind'
}

const usual: Settings = { orderBy: 'symbols', listFrom: 'ahead' }

const settings: Readonly<Record<string, Partial<Settings>>> = {
  'G3=asset-id-only': { orderBy: 'asset-id' },
  'G3=chain-required': { orderBy: 'symbols' },
  'R12=after': { listFrom: 'behind' },
}

/** Every world that the open questions allow, read from where they are asked. */
const worlds = readQuestions(join(repository, 'specs')).flatMap(({ id, choices, drift }) =>
  choices.map((choice) => ({ world: `${id}=${choice}`, answers: { [id]: choice }, isDrift: drift.includes(choice) })),
)

const ended = ['complete', 'canceled', 'failed', 'FILLED', 'CANCELED', 'REJECTED']
const idOf = ({ id }: { id?: string | undefined }) => present(id, 'id')

/** A small trading program: what it sees must be the same in every world. */
async function program(context: CaseContext, { orderBy, listFrom }: Settings) {
  const gateway = context.gateway()
  const cefi = context.cefiRest()
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
  const socket = context.cefiWs({ snapshotCompleteTimeoutMs: 200 })
  context.defer(() => socket.close())
  const book = reader(await socket.subscribe({ channel: 'DEPTH', items: ['BTC-PYUSD'] }))
  await book.until(({ update }) => update === 'SNAPSHOT')
  // On a connection of its own: one that has brought something unreadable asks for everything anew.
  const own = context.cefiWs({ snapshotCompleteTimeoutMs: 200 })
  context.defer(() => own.close())
  const unreadable = new Promise<string>((resolve) => own.on('violation', ({ reason }) => resolve(reason)))
  const reports = reader(await own.dropCopy([info.client_id]))

  const order = { ...info, side: 'BUY', type: 'LIMIT', qty: '0.001', price: '109001' } as const
  const external_id = `tmc-${context.random.uuid().slice(-12)}`
  const placed = await cefi.createOrder({ body: { external_id, info: order } })
  const active = reports.until(({ external_id: each, status }) => each === external_id && status === 'ACTIVE')
  const told = await Promise.race([active.then((read) => read.at(-1)?.id === placed.id), unreadable])
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
  const moved = await cefi.createTransfer({
    body: { request: { ...request, type: 'DEPOSIT', platform: 'FIAT', instructions: {} } },
  })
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
    told,
    transfers: transfers.filter(({ id }) => id === moved.id).length,
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

/** Worlds in which something that the program does comes out differently, and how it is told. */
const otherwise: Readonly<Record<string, Partial<Record<keyof typeof outcome, string>>>> = {
  'W3=other': { told: 'data is not an object' },
}

/** A case that meets a world: it fails, and with what words, or it passes while the audit is red, since the contract is wrong there. */
const concerned: Readonly<Record<string, { id: string; fails?: RegExp; slowness?: number }>> = {
  'G6=other-members': { id: 'gateway.execute-cancel-order.gives-back', fails: /^RejectedError: / },
  'R7=elsewhere': { id: 'cefi-rest.list-order-trades.maker', fails: /^NotFoundError: / },
  'A1=service-path': { id: 'auth.get-jwks.verifies-tokens' },
  'A2=plain-text': { id: 'auth.get-health.answers' },
  'A10=host-budget': { id: 'auth.exchange-api-key-token.empty-body' },
  'A11=other-keys': { id: 'auth.get-jwks.verifies-tokens' },
  'G1=required': { id: 'gateway.list-assets.older-base-path', fails: /^AssertionError: / },
  'G4=200': { id: 'gateway.create-order.limit-rests' },
  'G5=empty-body': { id: 'gateway.cancel-order.resting' },
  'G9=opaque': { id: 'gateway.list-assets.every-page' },
  'G15=absent': { id: 'gateway.list-assets.by-venue' },
  'R1=refused': { id: 'cefi-rest.list-orders.without-credentials-v2024_01_01', fails: /^AssertionError: / },
  'R4=array-of-one': { id: 'cefi-rest.list-versions.names-current' },
  'R4=bare': { id: 'cefi-rest.get-health.healthy' },
  'R11=flat': { id: 'cefi-rest.create-transfer.without-wrapper', fails: /the call was answered/ },
  'R13=bare': { id: 'cefi-rest.create-order.without-size' },
  'R16=limited': { id: 'cefi-rest.list-clients.own' },
  'R20=other': { id: 'cefi-rest.create-transfer.deposit-completes' },
  'R22=credentials-needed': { id: 'cefi-rest.compute-market-quote.older-version', fails: /^AssertionError: / },
  // It waits for a report that it can read.
  'W3=other': { id: 'cefi-ws.dropcopy.order-life', fails: /took longer/, slowness: 0.03 },
  'W5=otherwise': { id: 'cefi-ws.depth.snapshot-signed' },
  // It waits for a refusal in words, no longer than for one that comes late.
  'W9=close': { id: 'cefi-ws.subscription.wrong-secret', fails: /there was no answer within/, slowness: 0.1 },
  'W11=on-request': { id: 'cefi-ws.subscription.wrong-path', fails: /No complete answer within/, slowness: 0.1 },
  'W12=otherwise': { id: 'cefi-ws.confirmation.complete-list', fails: /did not match/ },
  'A3=never': { id: 'auth.refresh-token.again', fails: /refresh_token .* is missing/ },
  'A5=reusable': { id: 'auth.refresh-token.single-use', fails: /the call was answered/ },
  'G3=symbols-only': { id: 'gateway.create-order.digest', fails: /asset_id is not accepted/ },
  'G3=asset-id-only': { id: 'gateway.create-order.limit-rests', fails: /asset_id is required/ },
  'G3=chain-required': { id: 'gateway.create-order.digest', fails: /chain is required/ },
  'G8=unbounded': { id: 'gateway.list-orders.page-too-large', fails: /the call was answered/ },
  'G12=status-code': { id: 'gateway.execute-order.stale-quote', fails: /^AssertionError: / },
  'G12=documented': { id: 'gateway.execute-order.stale-quote', fails: /^AssertionError: / },
  'G16=all': { id: 'gateway.list-assets.stocks-are-asked-for', fails: /^AssertionError: / },
  'G20=not-on-uat': { id: 'gateway.get-balances.on-behalf-of', fails: /^AuthenticationError: / },
  'G23=forbidden': { id: 'gateway.execute-order.stamp-of-another-payload', fails: /with 400, got .*403/ },
  'G23=unauthenticated': { id: 'gateway.execute-order.stamp-of-another-payload', fails: /with 400, got .*401/ },
  'G25=bad-request': { id: 'gateway.execute-order.stamp-of-another-key', fails: /with 403, got .*400/ },
  'G25=unauthenticated': { id: 'gateway.execute-order.stamp-of-another-key', fails: /with 403, got .*401/ },
  'R3=cefi-rest-without-prefix': {
    id: 'cefi-rest.list-clients.to-the-second-older',
    fails: /signature does not match/,
  },
  'R3=cefi-rest-legacy-full': { id: 'cefi-rest.list-clients.wrong-organization', fails: /the call was answered/ },
  'R3=cefi-rest-legacy-without-prefix': {
    id: 'cefi-rest.list-clients.wrong-organization',
    fails: /the call was answered/,
  },
  // It reads again and again, until that or the whole case has taken too long.
  'R12=after': { id: 'cefi-rest.list-orders.own-only', fails: /it is still|took longer/, slowness: 0.1 },
  'R14=another-window': { id: 'cefi-rest.list-clients.to-the-second-current', fails: /outside the window/ },
  'R21=otherwise': { id: 'cefi-rest.list-clients.token-without-client', fails: /^AssertionError: / },
  'R25=refused': { id: 'cefi-rest.create-order.between-ticks', fails: /^RejectedError: / },
  'R30=refused': { id: 'cefi-rest.modify-order.outside-the-band', fails: /^RejectedError: / },
  // They wait for the end of a snapshot.
  'W6=depth-only': { id: 'cefi-ws.ebbo.snapshot-signed', fails: /took longer/, slowness: 0.03 },
  'W6=never': { id: 'cefi-ws.depth.snapshot-signed', fails: /took longer/, slowness: 0.03 },
  'W10=close': { id: 'cefi-ws.subscription.drop-copy-without-credentials', fails: /^AssertionError: / },
}

/** In these the clients do not work before the contract is mended, so that no case about it may be passed over. */
const mustFail = ['G6=other-members', 'R7=elsewhere', 'W3=other']

const contracts = loadContracts()
const monotonic = () => performance.now()

describe('the same program ends the same', () => {
  it('in more than one world of many questions', () => {
    assert.ok(worlds.length > 170)
    const known = new Set(worlds.map(({ world }) => world))
    expect([settings, otherwise, concerned].flatMap(Object.keys).filter((world) => !known.has(world))).toEqual([])
  })

  it.concurrent.each(worlds)('where $world', { timeout: 60_000 }, async ({ world, answers, isDrift }) => {
    const target = await sandboxTarget(1, answers)
    const cleanups: (() => unknown)[] = []
    const abort = new AbortController()
    const { recorder, context } = opener(target, 1, monotonic)(anyCase, abort.signal, (cleanup) => {
      cleanups.push(cleanup)
    })
    try {
      const result = await program(context, { ...usual, ...settings[world] })
      expect(result).toEqual({ ...outcome, ...otherwise[world] })
    } finally {
      for (const cleanup of cleanups) await cleanup()
      await target.close()
    }
    expect(target.defects()).toEqual([])
    const findings = audit(contracts, target, recorder.exchanges)
    expect(isDrift ? [] : findings).toEqual([])
  })
})

describe('a case cleans up after itself', () => {
  it('also where an order ends before its cancel, which is then refused (R26)', async () => {
    const target = await sandboxTarget(1, { R26: 'refused' })
    /** A cancel arrives, and arrives again until the order has ended. */
    const fetch: typeof target.fetch = async (input, init) => {
      const answer = await target.fetch(input, init)
      return new Request(input, init).method === 'DELETE' && answer.ok ? await fetch(input, init) : answer
    }
    const open = opener({ ...target, fetch }, 1, monotonic)
    const run = async (context: CaseContext) => void (await placeResting(context))
    const { problem } = await executeCase({ ...anyCase, touches: 'trade', run }, open, { monotonic, slowness: 1 })
    await target.close()
    expect(problem).toBeNull()
  })
})

describe('a contract that is wrong shows', () => {
  it('in a run of cases, for every world that breaks it', () => {
    expect(worlds.filter(({ world, isDrift }) => isDrift && concerned[world] === undefined)).toEqual([])
  })

  it('and each world in which cases are not run is shown to break one of them', () => {
    const broken = Object.entries(concerned).flatMap(([world, { fails }]) => (fails === undefined ? [] : [world]))
    expect(broken.filter((world) => !mustFail.includes(world)).toSorted()).toEqual(Object.keys(cannotHold).toSorted())
    const named = Object.values(cannotHold).flat()
    expect(named.filter((name) => !cases.some(({ id }) => isNamed(id, name)))).toEqual([])
  })

  it.each(Object.entries(concerned))('where %s, in a run of its case', async (world, { id, fails, slowness = 1 }) => {
    const { answers, isDrift } = present(
      worlds.find((one) => one.world === world),
      world,
    )
    const target = await sandboxTarget(1, answers)
    const open = opener({ ...target, slowness }, 1, monotonic)
    expect(hindrance(id, answers)).toBe(fails === undefined || mustFail.includes(world) ? null : world)
    const verdict = await runSession({
      // As though nobody knew the answer: else the case would not be run.
      target: { ...target, answers: {} },
      contracts,
      all: cases,
      selected: cases.filter((one) => one.id === id),
      lists,
      exemptions,
      baseline: accepted,
      seed: 1,
      options: '',
      runtime: runtimeHere(),
      monotonic,
      execute: (testCase) => executeCase(testCase, open, { monotonic, slowness }),
    })
    await target.close()
    expect([verdict.problems, verdict.exitCode]).toEqual([[], fails === undefined ? exitCode.drift : exitCode.failed])
    expect(verdict.cases.map(({ message }) => message ?? 'passed')).toEqual([
      expect.stringMatching(fails ?? /^passed$/),
    ])
    expect(verdict.findings.fresh.length > 0).toBe(isDrift)
  })
})
