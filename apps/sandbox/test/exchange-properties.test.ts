import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Decimal, decimal, multiply } from '../src/exchange/decimal.ts'
import type { OrderEvent } from '../src/exchange/events.ts'
import { hasEnded, leaves } from '../src/exchange/order.ts'
import type { Fill, Level, Order, PlaceOrder } from '../src/exchange/types.ts'
import { ALICE, BOB, createWorld, type World } from './exchange-world.ts'

type Step =
  | { readonly kind: 'place'; readonly request: Omit<PlaceOrder, 'instrumentId'> }
  | { readonly kind: 'cancel' | 'modify'; readonly pick: number; readonly qty: Decimal; readonly price: Decimal }
  | { readonly kind: 'wait'; readonly milliseconds: number }

const qty = fc.integer({ min: 1, max: 60_000 }).map((steps) => BigInt(steps) * decimal('0.0001'))
// Few prices, so that orders share levels.
const price = fc.integer({ min: -8, max: 8 }).map((ticks) => decimal('110868') + BigInt(ticks) * decimal('0.5'))
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
// Without a size, fast-check makes lists of ten at most.
const steps = fc.array(step, { minLength: 1, maxLength: 60, size: 'max' })
const RUNS = { numRuns: 100 }

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
    RUNS,
  )
})

it('never promises the same money twice', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      play(world, list, () => {
        for (const id of [ALICE, BOB]) {
          const { balances, feesHold, unsettledFees } = world.exchange.balances(id)
          for (const { asset, available, balance, orderHold, transferHold } of balances) {
            const fees = asset.id === world.btc.quote.id ? feesHold + unsettledFees : 0n
            expect(available).toBe(balance - orderHold - transferHold - fees)
            expect(available).toBeGreaterThanOrEqual(0n)
          }
        }
      })
    }),
    RUNS,
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
    RUNS,
  )
})

/** The levels of a book by price, without the times. */
const byPrice = (levels: readonly Level[]) =>
  new Map(levels.map(({ price: at, qty: size, orderCount }) => [at, { size, orderCount }]))

/** The levels that these orders make. */
function levelsOf(orders: readonly Order[], side: Order['side']): ReturnType<typeof byPrice> {
  const levels: ReturnType<typeof byPrice> = new Map()
  for (const order of orders) {
    if (order.side !== side || order.price === undefined) continue
    const { size, orderCount } = levels.get(order.price) ?? { size: 0n, orderCount: 0 }
    levels.set(order.price, { size: size + leaves(order), orderCount: orderCount + 1 })
  }
  return levels
}

it('never leaves a crossed book; its levels, and what its changes add up to, are those of the open orders', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      const told = { BUY: new Map<Decimal, Level>(), SELL: new Map<Decimal, Level>() }
      world.exchange.events.on('depth', ({ bids, asks }) => {
        for (const [side, levels] of [
          [told.BUY, bids],
          [told.SELL, asks],
        ] as const)
          for (const level of levels) {
            if (level.qty === 0n) side.delete(level.price)
            else side.set(level.price, level)
          }
      })
      play(world, list, () => {
        const { bids, asks } = world.exchange.book(world.btc.id)
        const [bid, ask] = [bids[0], asks[0]]
        expect(bid !== undefined && ask !== undefined && bid.price >= ask.price).toBe(false)
        expect([[...told.BUY.values()].toSorted(falling), [...told.SELL.values()].toSorted(rising)]).toEqual([
          bids,
          asks,
        ])
      })
      const open = world.exchange.activeOrders([ALICE, BOB])
      const { bids, asks } = world.exchange.book(world.btc.id)
      expect([byPrice(bids), byPrice(asks)]).toEqual([levelsOf(open, 'BUY'), levelsOf(open, 'SELL')])
    }),
    RUNS,
  )
})

const rising = (left: Level, right: Level) => (left.price < right.price ? -1 : 1)
const falling = (left: Level, right: Level) => rising(right, left)

it('tells both sides of a match the same, and counts each fill exactly', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      const matches = new Map<string, Fill[]>()
      const ids: bigint[] = []
      world.exchange.events.on('order', ({ order, fill }) => {
        if (fill !== undefined) matches.set(fill.matchId, [...(matches.get(fill.matchId) ?? []), fill])
        if (order.status === 'INITIALIZED') ids.push(BigInt(order.id))
      })
      const orders = play(world, list, () => {})
      for (const fills of matches.values()) {
        const [maker, taker] = fills
        expect(fills.map(({ liquidity }) => liquidity)).toEqual(['MAKER', 'TAKER'])
        expect([maker?.price, maker?.qty, maker?.at]).toEqual([taker?.price, taker?.qty, taker?.at])
        expect(maker?.side).not.toBe(taker?.side)
      }
      for (const order of orders) {
        const fills = [...matches.values()].flat().filter(({ orderId }) => orderId === order.id)
        expect(world.exchange.fillsOf(order.id)).toEqual(fills)
        expect(order.executedQty).toBe(fills.reduce((sum, fill) => sum + fill.qty, 0n))
        expect(order.executedNotional).toBe(fills.reduce((sum, fill) => sum + multiply(fill.price, fill.qty), 0n))
        expect(order.status === 'FILLED').toBe(order.executedQty === order.qty)
      }
      expect(ids).toEqual([...ids].toSorted((left, right) => (left < right ? -1 : 1)))
    }),
    RUNS,
  )
})

/** Resting orders in the order in which they came to their price: a plain list beside the book. */
class Queue {
  readonly #places = new Map<Order, { price: Decimal | undefined; qty: Decimal }>()
  /** Orders that somebody behind them was filled before. */
  readonly overtaken: string[] = []

  follow({ order, fill }: OrderEvent): void {
    if (fill?.liquidity === 'MAKER') this.overtaken.push(...this.#before(order))
    const { price: at, qty: size } = order
    const known = this.#places.get(order)
    // A larger size or another price sends it to the end; a smaller size does not.
    if (hasEnded(order) || (known !== undefined && (known.price !== at || known.qty < size))) this.#places.delete(order)
    const isEntered = known !== undefined || order.status === 'ACTIVE'
    if (!hasEnded(order) && isEntered) this.#places.set(order, { price: at, qty: size })
  }

  /** Those that should have been filled before this one. */
  #before(maker: Order): string[] {
    const all = [...this.#places.keys()]
    const [place, best] = [all.indexOf(maker), maker.price ?? 0n]
    const isBetter = (at: Decimal) => (maker.side === 'BUY' ? at > best : at < best)
    return all
      .filter(({ side }) => side === maker.side)
      .filter((other) => isBetter(other.price ?? best) || (other.price === best && all.indexOf(other) < place))
      .map(({ id }) => id)
  }
}

it('fills the best price first and, at one price, the order that came there first, also after modifications', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const world = createWorld()
      const queue = new Queue()
      world.exchange.events.on('order', (event) => queue.follow(event))
      // Each step takes effect before the next, so that an order is in the book once it is ACTIVE.
      play(world, list, () => world.run(10))
      expect(queue.overtaken).toEqual([])
    }),
    RUNS,
  )
})
