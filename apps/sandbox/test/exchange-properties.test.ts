import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal, multiply } from '../src/exchange/decimal.ts'
import { hasEnded, leaves } from '../src/exchange/order.ts'
import type { Order, PlaceOrder } from '../src/exchange/types.ts'
import { ALICE, BOB, createWorld, type World } from './exchange-world.ts'

type Step =
  | { readonly kind: 'place'; readonly request: Omit<PlaceOrder, 'instrumentId'> }
  | { readonly kind: 'cancel' | 'modify'; readonly pick: number; readonly qty: Decimal; readonly price: Decimal }
  | { readonly kind: 'wait'; readonly milliseconds: number }

const qty = fc.integer({ min: 1, max: 60_000 }).map((steps) => BigInt(steps) * decimal('0.0001'))
const price = fc.integer({ min: -30, max: 30 }).map((ticks) => decimal('110868') + BigInt(ticks) * decimal('0.5'))
const place = fc.record({
  clientId: fc.constantFrom(ALICE, BOB),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  type: fc.constantFrom('LIMIT' as const, 'LIMIT' as const, 'MARKET' as const),
  qty,
  price,
  tif: fc.constantFrom('GTC' as const, 'GTC' as const, 'IOC' as const),
  execInstFlags: fc.constantFrom([], [], ['ALO']),
  stp: fc.constantFrom('NONE' as const, 'CANCEL_AGGRESSIVE' as const, 'CANCEL_BOTH' as const),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: place.map((request): Step => ({ kind: 'place', request })) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'modify' as const), pick: fc.nat(), qty, price }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 1500 }) }),
  },
)
const steps = fc.array(step, { minLength: 1, maxLength: 60 })

function play(world: World, list: readonly Step[], afterEach: () => void): Order[] {
  const orders: Order[] = []
  for (const next of list) {
    if (next.kind === 'wait') world.run(next.milliseconds)
    else if (next.kind === 'place') orders.push(world.exchange.place({ ...next.request, instrumentId: world.btc.id }))
    else act(world, orders[next.pick % Math.max(orders.length, 1)], next)
    afterEach()
  }
  world.run(5000)
  afterEach()
  return orders
}

function act(world: World, order: Order | undefined, next: Exclude<Step, { kind: 'place' | 'wait' }>): void {
  if (order === undefined) return
  if (next.kind === 'cancel') world.exchange.cancel([order.clientId], { by: 'exchange', id: order.id })
  else if (!hasEnded(order) && order.status !== 'CANCEL_PENDING')
    world.exchange.modify({ clientId: order.clientId, orderId: order.id, newQty: next.qty, newPrice: next.price })
}

function totals(world: World): { base: Decimal; quote: Decimal } {
  const sum = { base: 0n, quote: world.exchange.collectedFees }
  for (const { balances } of [ALICE, BOB].map((id) => world.exchange.balances(id)))
    for (const { asset, balance } of balances) {
      if (asset.id === world.btc.base.id) sum.base += balance
      if (asset.id === world.btc.quote.id) sum.quote += balance
    }
  return sum
}

it('keeps the total of every asset, fees included, whatever is traded', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      play(world, list, () => expect(totals(world)).toEqual({ base: decimal('20'), quote: decimal('2000000') }))
    }),
    { numRuns: 150 },
  )
})

it('never promises the same money twice', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      play(world, list, () => {
        for (const id of [ALICE, BOB])
          for (const { available } of world.exchange.balances(id).balances) expect(available).toBeGreaterThanOrEqual(0n)
      })
    }),
    { numRuns: 150 },
  )
})

it('holds exactly what open orders need, and nothing once all have ended', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      play(world, list, () => {})
      for (const id of [ALICE, BOB]) {
        const open = world.exchange.activeOrders([id])
        const held = (assetId: string) =>
          world.exchange.balances(id).balances.find(({ asset }) => asset.id === assetId)?.orderHold
        const need = (side: string, amount: (order: Order) => Decimal) =>
          open.filter((order) => order.side === side).reduce((sum, order) => sum + amount(order), 0n)
        expect(held(world.btc.base.id)).toBe(need('SELL', leaves))
        expect(held(world.btc.quote.id)).toBe(need('BUY', (order) => multiply(order.price ?? 0n, leaves(order))))
        for (const order of open) world.exchange.cancel([id], { by: 'exchange', id: order.id })
      }
      world.run(100)
      for (const id of [ALICE, BOB]) {
        const { balances, feesHold } = world.exchange.balances(id)
        expect([feesHold, ...balances.map(({ orderHold }) => orderHold)]).toEqual([0n, 0n, 0n])
      }
    }),
    { numRuns: 150 },
  )
})

it('never leaves a crossed book, and its levels agree with the open orders', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      play(world, list, () => {
        const { bids, asks } = world.exchange.book(world.btc.id)
        const [bid, ask] = [bids[0], asks[0]]
        expect(bid !== undefined && ask !== undefined && bid.price >= ask.price).toBe(false)
      })
      const open = world.exchange.activeOrders([ALICE, BOB])
      const { bids, asks } = world.exchange.book(world.btc.id)
      const sum = (rows: readonly { qty: Decimal }[]) => rows.reduce((total, { qty }) => total + qty, 0n)
      const openOn = (side: string) =>
        open.filter((order) => order.side === side).reduce((total, order) => total + leaves(order), 0n)
      expect([sum(bids), sum(asks)]).toEqual([openOn('BUY'), openOn('SELL')])
    }),
    { numRuns: 150 },
  )
})

it('fills the best price first and, at one price, the oldest order first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 12 }), (levels) => {
      const world = createWorld()
      const resting = levels.map((level) => world.place(ALICE, 'SELL', '0.01', `${110900 + level}`))
      world.run(10)
      const filled: string[] = []
      world.exchange.events.on('order', ({ order, fill }) => {
        if (fill?.liquidity === 'MAKER') filled.push(order.id)
      })
      world.place(BOB, 'BUY', `${levels.length / 100}`, '110910')
      world.run(10)
      const expected = resting
        .map((order, index) => ({ id: order.id, price: order.price ?? 0n, index }))
        .toSorted((left, right) =>
          left.price === right.price ? left.index - right.index : left.price < right.price ? -1 : 1,
        )
      expect(filled).toEqual(expected.map(({ id }) => id))
    }),
    { numRuns: 100 },
  )
})
