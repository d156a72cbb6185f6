// The contracts leave questions open, and the sandbox can act each possible answer. The client must not care.
import { readFileSync } from 'node:fs'
import { createAuthClient } from '@truemarkets/auth'
import { createTokenVerifier } from '@truemarkets/auth/verify'
import { apiKey } from '@truemarkets/core'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { type CreateOrderRequest, createGatewayClient, type GatewayClient } from '../src/index.ts'
import { assets } from './support/assets.ts'
import { restingSell, swap } from './support/requests.ts'
import { quick } from './support/sandbox-clients.ts'
import { endOf } from './support/strike.ts'

interface Question {
  readonly id: string
  readonly choices?: readonly string[]
}

function questionsOf(api: string): readonly Question[] {
  const file = new URL(`../../../specs/${api}/questions.yaml`, import.meta.url)
  return (parse(readFileSync(file, 'utf8')) as { readonly questions: readonly Question[] }).questions
}

const open = [...questionsOf('auth'), ...questionsOf('gateway')].filter(({ choices = [] }) => choices.length > 1)
const most = Math.max(...open.map(({ choices = [] }) => choices.length))
/** World n gives the nth answer to every question, or the first where there are fewer: every answer is in one of them. */
const worlds = Array.from({ length: most }, (_, n) =>
  Object.fromEntries(open.map(({ id, choices = [] }) => [id, choices[n] ?? choices[0] ?? ''])),
)

const byAssetId: CreateOrderRequest = { ...swap, chain: 'solana' }

vi.setConfig({ testTimeout: 30_000 })
let sandbox: Sandbox | undefined
afterEach(() => sandbox?.close())

async function enter(answers: Readonly<Record<string, string>>) {
  sandbox = await startSandbox({ answers })
  const { credentials, urls } = sandbox
  const auth = createAuthClient({ environment: urls, auth: apiKey(credentials.personal.keyFile) })
  // The tokens are shared, as a program would; the key is given again because it also stamps.
  const gateway = createGatewayClient({
    environment: urls,
    auth: auth.tokens,
    signer: apiKey(credentials.personal.keyFile),
  })
  const poor = createGatewayClient({ environment: urls, auth: apiKey(credentials.notOnboarded.keyFile) })
  const revoked = createAuthClient({ environment: urls, auth: apiKey(credentials.revoked.keyFile) })
  return { auth, gateway, poor, revoked }
}

async function count(rows: AsyncIterable<unknown>): Promise<number> {
  let counted = 0
  for await (const _ of rows) counted += 1
  return counted
}

/** Rests an order and cancels it. */
async function restAndCancel(gateway: GatewayClient): Promise<{ readonly outcome: string }> {
  const placed = await gateway.placeOrder(restingSell, quick)
  return placed.outcome === 'active' ? await gateway.cancelAndWait(placed.orderId, quick) : placed
}

describe.each(worlds.map((answers, n) => ({ n, answers })))('in world $n', ({ answers }) => {
  // The one answer that no client can make up for: a style of orders that the service does not take.
  const takesSymbols = answers['G3'] !== 'asset-id-only'
  const takesIds = answers['G3'] !== 'symbols-only'

  test('tokens are issued, renewed and verified', async () => {
    const { auth } = await enter(answers)
    const token = await auth.tokens.token()
    const claims = await createTokenVerifier(auth)(token)
    expect(claims.exp).toBeGreaterThan(Date.now() / 1000)
    await expect(auth.getHealth()).resolves.toBeTypeOf('object')
    // A token of the same second is the same token.
    sandbox?.clock.advance(1_000)
    auth.tokens.invalidate(token)
    await expect(auth.tokens.token()).resolves.not.toBe(token)
  })

  test(`an order by symbol ${takesSymbols ? 'rests and is canceled' : 'is refused'}`, async () => {
    const { gateway } = await enter(answers)
    await expect(endOf(restAndCancel(gateway))).resolves.toBe(takesSymbols ? 'canceled' : 'rejected')
  })

  test(`an order by asset id ${takesIds ? 'is stamped and completes' : 'is refused'}`, async () => {
    const { gateway } = await enter(answers)
    await expect(endOf(gateway.placeOrder(byAssetId, quick))).resolves.toBe(takesIds ? 'complete' : 'rejected')
  })

  test(`an order that nobody can pay for ${takesIds ? 'is no order' : 'is refused'}`, async () => {
    const { poor } = await enter(answers)
    await expect(endOf(poor.placeOrder(byAssetId, quick))).resolves.toBe(takesIds ? 'insufficient_balance' : 'rejected')
  })

  test('assets are sent out on both venues', async () => {
    const { gateway } = await enter(answers)
    const to = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'
    const onChain = { asset_id: assets.usdcOnBase, qty: '1', qty_unit: 'base', to } as const
    const withdrawal = {
      asset_id: assets.btcOnCefi,
      qty: '0.01',
      qty_unit: 'base',
      to: 'bc1-sandbox',
      network: 'bitcoin',
    } as const
    await expect(gateway.sendTransfer(onChain, quick)).resolves.toMatchObject({ outcome: 'completed' })
    await expect(gateway.sendTransfer(withdrawal, quick)).resolves.toMatchObject({ outcome: 'completed' })
    await expect(count(gateway.listTransfers.iterate({ query: { limit: 1 } }))).resolves.toBe(2)
    await expect(count(gateway.listTransactions.iterate({ query: { limit: 1 } }))).resolves.toBe(2)
  })

  test('a key that was taken back is refused, in whatever words', async () => {
    const { revoked } = await enter(answers)
    await expect(revoked.tokens.token()).rejects.toMatchObject({ code: 'authentication_failed', status: 401 })
  })

  test('a portfolio is read, whatever a position is', async () => {
    const { gateway } = await enter(answers)
    const { positions } = await gateway.getPortfolio()
    expect(positions).toHaveLength(1)
  })

  test('the catalogue is read page by page', async () => {
    const { gateway } = await enter(answers)
    const all = await count(gateway.listAssets.iterate({ query: { asset_class: 'crypto,stock' } }))
    await expect(count(gateway.listAssets.iterate({ query: { asset_class: 'crypto,stock', limit: 3 } }))).resolves.toBe(
      all,
    )
  })

  test('a refusal says why', async () => {
    const { gateway } = await enter(answers)
    const reading = gateway.getOrder({ path: { id: '00000000-0000-4000-8000-000000000000' } })
    await expect(reading).rejects.toMatchObject({ code: 'not_found', problem: { message: 'There is no such order.' } })
  })
})

test('every answer is acted in some world', () => {
  const acted = open.filter(({ id, choices = [] }) =>
    choices.every((choice) => worlds.some((world) => world[id] === choice)),
  )
  expect(acted).toEqual(open)
})
