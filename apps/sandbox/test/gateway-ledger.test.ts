import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SandboxClock } from '../src/clock.ts'
import { createContext } from '../src/create-context.ts'
import { type Decimal, decimal, formatDecimal, multiply } from '../src/exchange/decimal.ts'
import { FEE_ASSET } from '../src/exchange/listing.ts'
import { Refusal } from '../src/exchange/refusal.ts'
import { MARKET_MAKER_ID, RANDOM_TRADER_ID } from '../src/exchange/seed.ts'
import type { Account } from '../src/gateway/account.ts'
import { CATALOGUE, type CatalogueAsset, stablecoinOn } from '../src/gateway/catalogue.ts'
import type { QuoteDetails } from '../src/gateway/defi-orders.ts'
import { createGateway, type Gateway } from '../src/gateway/gateway.ts'
import { type GatewayOrder, statusOf } from '../src/gateway/order.ts'
import type { OrderBody } from '../src/gateway/order-terms.ts'
import { transferStatus } from '../src/gateway/transfer.ts'
import { demoCredentials } from '../src/index.ts'
import { ApiError } from '../src/server/api-error.ts'
import { stamp } from './support/signing.ts'

const RUNS = 25
const SOL = '0b7c1e5a-0000-4000-8000-000000000013'
const WBTC = '0b7c1e5a-0000-4000-8000-000000000015'
const SOL_AT_EXCHANGE = '0b7c1e5a-0000-4000-8000-000000000003'
const USDC_ON_BASE = 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91'

type Step =
  | { readonly do: 'order'; readonly body: OrderBody }
  | { readonly do: 'execute' | 'cancel' | 'cancel-execute'; readonly pick: number }
  | { readonly do: 'transfer'; readonly asset: string; readonly qty: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'market'; readonly side: 'BUY' | 'SELL' }

const pick = fc.nat({ max: 4 })
const order = fc.record({
  asset_id: fc.constantFrom(SOL, WBTC, SOL_AT_EXCHANGE),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  size: fc.constantFrom('1', '25', '400', '90000', '1200000', '2000000'),
  limit: fc.option(fc.constantFrom('180', '182.4', '182.6', '185', '110000', '111500'), { freq: 2 }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: order.map((each) => ({ do: 'order' as const, body: orderBody(each) })) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('execute' as const, 'cancel' as const, 'cancel-execute' as const),
      pick,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('transfer' as const),
      asset: fc.constantFrom(USDC_ON_BASE, SOL_AT_EXCHANGE),
      qty: fc.constantFrom('5', '700000'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 31, 2000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('market' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
    }),
  },
)

// Without a size, fast-check makes lists of ten at most.
const steps = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' })

function orderBody(each: { asset_id: string; side: 'buy' | 'sell'; size: string; limit: string | null }): OrderBody {
  const common = { asset_id: each.asset_id, side: each.side, qty: each.size }
  if (each.limit !== null) return { ...common, type: 'limit', qty_unit: 'base', price: each.limit }
  return { ...common, type: 'market', qty_unit: each.side === 'buy' ? 'quote' : 'base' }
}

describe('the gateway’s wallets', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('never go below zero, and hold exactly what resting orders need, whatever is done to them', () => {
    let done = 0
    fc.assert(
      fc.property(steps, (list) => {
        const world = openWorld()
        for (const each of list) {
          done += act(world, each) ? 1 : 0
          expectNothingNegative(world)
        }
        vi.advanceTimersByTime(10_000)
        expect(held(world)).toStrictEqual(neededByRestingOrders(world))
        world.close()
      }),
      { numRuns: RUNS },
    )
    // Were everything refused, all of this would be true for nothing.
    expect(done).toBeGreaterThan(5 * RUNS)
  })

  it('lose and win nothing that an order, a bridge, a transfer or a fee does not account for, on both venues together', () => {
    let done = 0
    fc.assert(
      fc.property(steps, (list) => {
        const world = openWorld()
        const before = accountedFor(world)
        for (const each of list) {
          done += act(world, each) ? 1 : 0
          expect(accountedFor(world)).toStrictEqual(before)
        }
        vi.advanceTimersByTime(10_000)
        expect(accountedFor(world)).toStrictEqual(before)
        world.close()
      }),
      { numRuns: RUNS },
    )
    // Were everything refused, all of this would be true for nothing.
    expect(done).toBeGreaterThan(5 * RUNS)
  })
})

// Shows Gateway, 7.1: cancel_pending → complete when a fill wins
it('an order that is filled while its cancellation is under way is complete, and stays so', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const world = openWorld()
  const status = () => world.gateway.orders.list(world.account).map(statusOf)
  const sell = { asset_id: SOL, side: 'sell', type: 'limit', qty: '10', qty_unit: 'base', price: '182.6' } as const
  carryOut(world, { do: 'order', body: sell })
  carryOut(world, { do: 'execute', pick: 0 })
  carryOut(world, { do: 'wait', ms: 31 })
  expect([status(), held(world)]).toStrictEqual([['active'], { [SOL]: '10' }])
  carryOut(world, { do: 'cancel', pick: 0 })
  carryOut(world, { do: 'cancel-execute', pick: 0 })
  expect(status()).toStrictEqual(['cancel_pending'])
  carryOut(world, { do: 'market', side: 'BUY' })
  carryOut(world, { do: 'wait', ms: 10 })
  expect([status(), held(world)]).toStrictEqual([['complete'], {}])
  carryOut(world, { do: 'wait', ms: 2000 })
  expect([status(), held(world)]).toStrictEqual([['complete'], {}])
  world.close()
  vi.useRealTimers()
})

interface World {
  readonly gateway: Gateway
  readonly account: Account
  /** Quotes of on-chain orders, by order id: what each takes and brings once it is complete. */
  readonly quotes: Map<string, QuoteDetails>
  /** What the exchange holds of an asset for all of its clients, the fees that it has collected included. */
  readonly atExchange: (name: string) => Decimal
  readonly trade: (side: 'BUY' | 'SELL') => void
  readonly exchangeIsSound: () => boolean
  readonly close: () => void
}

function openWorld(): World {
  const context = createContext({ clock: new SandboxClock(), seed: 1, answers: {}, print: () => {} })
  const gateway = createGateway(context)
  const [account] = gateway.accounts
  if (account === undefined) throw new Error('no account')
  const { exchange } = context
  const instrument = exchange.findInstrument({ symbol: 'SOL-PYUSD' })
  if (instrument === undefined) throw new Error('no SOL-PYUSD')
  const { hmac, secondHmac, organization } = demoCredentials
  const clientIds = [hmac.clientId, secondHmac.clientId, organization.clientId, MARKET_MAKER_ID, RANDOM_TRADER_ID]
  return {
    gateway,
    account,
    quotes: new Map(),
    atExchange: (name) => {
      const rows = clientIds.flatMap((clientId) => exchange.balances(clientId).balances)
      const held = rows.filter(({ asset }) => asset.name === name).reduce((sum, { balance }) => sum + balance, 0n)
      return name === FEE_ASSET.name ? held + exchange.collectedFees : held
    },
    trade: (side) => {
      const price = decimal(side === 'BUY' ? '182.9' : '182.1')
      const request = { clientId: demoCredentials.secondHmac.clientId, instrumentId: instrument.id, side, price }
      exchange.place({ ...request, type: 'LIMIT', qty: decimal('120') })
    },
    exchangeIsSound: () =>
      exchange.balances(demoCredentials.personal.clientId).balances.every(({ balance }) => balance >= 0n),
    close: () => {
      context.scheduler.close()
      exchange.close()
    },
  }
}

/** Whether it was done. Refusals are part of life; anything else that is thrown is a defect. */
function act(world: World, each: Step): boolean {
  try {
    carryOut(world, each)
    return true
  } catch (error) {
    if (error instanceof ApiError || error instanceof Refusal) return false
    throw error
  }
}

function carryOut({ gateway, account, quotes, trade }: World, each: Step): void {
  const { orders, transfers } = gateway
  const signed = (payloads: GatewayOrder['payloads']) => ({
    signatures: payloads.map(({ payload }) => stamp(demoCredentials.personal.keyFile, payload)),
    auth_type: 'api_key' as const,
  })
  if (each.do === 'order') {
    const { order_id: id, quote } = orders.create(account, each.body)
    if (quote !== undefined) quotes.set(String(id), quote as QuoteDetails)
  } else if (each.do === 'wait') vi.advanceTimersByTime(each.ms)
  else if (each.do === 'market') trade(each.side)
  else if (each.do === 'transfer') {
    const to = each.asset === USDC_ON_BASE ? '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045' : '1'.repeat(43)
    const body = { asset_id: each.asset, qty: each.qty, qty_unit: 'base' as const, to }
    const transfer = transfers.create(account, body)
    transfers.execute(account, transfer.id, signed(transfer.payloads))
  } else {
    const order = orders.list(account)[each.pick]
    if (order === undefined) return
    if (each.do === 'execute') orders.execute(account, order.id, signed(order.payloads))
    else if (each.do === 'cancel') orders.prepareCancel(account, order.id)
    else orders.executeCancel(account, order.id, signed(order.cancelPayloads))
  }
}

function expectNothingNegative({ account, exchangeIsSound }: World): void {
  for (const { total, held } of account.wallet.entries()) {
    expect([held >= 0n, total >= held]).toStrictEqual([true, true])
  }
  expect(exchangeIsSound()).toBe(true)
}

/**
 * Every asset, wherever it is, less what completed swaps brought and plus what they took and what completed transfers sent away.
 * Dollars are dollars: the exchange's stablecoin and those on chain turn into each other when funds are bridged.
 */
function accountedFor({ account, atExchange, gateway, quotes }: World): Record<string, string> {
  const sums = new Map<string, Decimal>()
  const add = (name: string, amount: Decimal) => sums.set(name, (sums.get(name) ?? 0n) + amount)
  const nameOf = (asset: CatalogueAsset) => (asset.stable ? 'dollars' : asset.id)
  for (const asset of CATALOGUE.filter(({ venue }) => venue === 'cefi')) add(nameOf(asset), atExchange(asset.symbol))
  for (const { assetId, total } of account.wallet.entries()) add(nameOf(assetOf(assetId)), total)
  for (const order of gateway.orders.list(account)) {
    const quote = quotes.get(order.id)
    if (quote === undefined || statusOf(order) !== 'complete') continue
    const { base, side } = order.terms
    const dollars = stablecoinOn(base.chain ?? '') ?? base
    const [pays, gets] = side === 'buy' ? [dollars, base] : [base, dollars]
    add(nameOf(pays), decimal(quote.qty))
    add(nameOf(gets), -decimal(quote.qty_out))
  }
  for (const transfer of gateway.transfers.list(account))
    if (transferStatus(transfer) === 'completed') add(nameOf(transfer.asset), transfer.tokens)
  return Object.fromEntries([...sums].map(([name, sum]) => [name, formatDecimal(sum)]))
}

function assetOf(id: string): CatalogueAsset {
  const asset = CATALOGUE.find((each) => each.id === id)
  if (asset === undefined) throw new Error(`no asset ${id}`)
  return asset
}

function held({ account }: World): Record<string, string> {
  return amounts(account.wallet.entries().map(({ assetId, held }) => [assetId, held] as const))
}

/** A limit sell holds its size, a limit buy what it costs with the fee of two in a thousand on top. */
function neededByRestingOrders({ gateway, account }: World): Record<string, string> {
  const resting = gateway.orders
    .list(account)
    .filter((each) => each.terms.venue === 'defi' && statusOf(each) === 'active')
  return amounts(
    resting.map(({ terms, baseQty, referencePrice }) => {
      if (terms.side === 'sell') return [terms.base.id, baseQty] as const
      const cost = multiply(multiply(baseQty, referencePrice), decimal('1.002'))
      return [stablecoinOn(terms.base.chain ?? '')?.id ?? '', cost] as const
    }),
  )
}

function amounts(entries: readonly (readonly [string, Decimal])[]): Record<string, string> {
  const sums = new Map<string, Decimal>()
  for (const [id, amount] of entries) sums.set(id, (sums.get(id) ?? 0n) + amount)
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).map(([id, sum]) => [id, formatDecimal(sum)]))
}
