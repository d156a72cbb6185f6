import { describe, expect, it } from 'vitest'
import { decimal, formatDecimal } from '../src/exchange/decimal.ts'
import type { Order, OrderStatus } from '../src/exchange/types.ts'
import { ALICE, BOB, createWorld, type World } from './exchange-world.ts'

/** Every status that an order shows from now on. */
function follow(world: World, watched: Order): OrderStatus[] {
  const statuses: OrderStatus[] = []
  world.exchange.events.on('order', ({ order }) => {
    if (order === watched) statuses.push(order.status)
  })
  return statuses
}

const terms = (order: Order) => [order.status, formatDecimal(order.executedQty)]

describe('the life of an order', () => {
  // Shows CeFi REST, 9.16: the states of an order
  it('goes INITIALIZED → NEW_PENDING → ACTIVE, each step after a delay', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    const statuses = follow(world, order)
    expect(order.status).toBe('INITIALIZED')
    world.run(1)
    expect(order.status).toBe('NEW_PENDING')
    world.run(1)
    expect(statuses).toEqual(['NEW_PENDING', 'ACTIVE'])
  })

  // Shows CeFi REST, 8.11: fills may arrive while a cancel is under way
  it('can still be filled while its cancel is under way', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    world.place(BOB, 'SELL', '0.01', '110000')
    world.run(1)
    world.exchange.cancel([ALICE], { by: 'exchange', id: order.id })
    const statuses = follow(world, order)
    expect(order.status).toBe('CANCEL_PENDING')
    world.run(5)
    expect(statuses).toEqual(['FILLED'])
  })

  it('stays CANCEL_PENDING from the request to the end, though it is accepted and changed meanwhile', () => {
    const world = createWorld()
    const changed = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    const later = follow(world, changed)
    const early = world.place(ALICE, 'BUY', '0.01', '110000')
    const before = follow(world, early)
    world.exchange.cancel([ALICE], { by: 'exchange', id: early.id })
    const size = { newQty: decimal('0.02'), newPrice: decimal('110001') }
    world.exchange.modify({ clientId: ALICE, orderId: changed.id, ...size })
    world.exchange.cancel([ALICE], { by: 'exchange', id: changed.id })
    world.run(5)
    expect([before, later]).toEqual([
      ['CANCEL_PENDING', 'CANCEL_PENDING', 'CANCELED'],
      ['MODIFY_PENDING', 'CANCEL_PENDING', 'CANCEL_PENDING', 'CANCELED'],
    ])
  })

  it('stays MODIFY_PENDING until the last of two changes has taken effect', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    const seen: unknown[] = []
    world.exchange.events.on('order', () => seen.push([order.status, formatDecimal(order.qty)]))
    for (const newQty of [decimal('0.02'), decimal('0.03')])
      world.exchange.modify({ clientId: ALICE, orderId: order.id, newQty, newPrice: decimal('110000') })
    world.run(5)
    expect(seen).toEqual([
      ['MODIFY_PENDING', '0.01'],
      ['MODIFY_PENDING', '0.01'],
      ['MODIFY_PENDING', '0.02'],
      ['ACTIVE', '0.03'],
    ])
  })

  it('dates its level and the top of the book anew whenever they change', () => {
    const world = createWorld()
    const times: (bigint | undefined)[][] = []
    const note = () => {
      world.run(5)
      const [level] = world.exchange.book(world.btc.id).bids
      times.push([level?.updatedAt, world.exchange.top(world.btc.id).updatedAt])
    }
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    note()
    world.place(ALICE, 'BUY', '0.01', '110000')
    note()
    world.exchange.cancel([ALICE], { by: 'exchange', id: order.id })
    note()
    // Each came to the book two milliseconds after it was asked for.
    const milliseconds = times.map((pair) => pair.map((at) => Number((at ?? 0n) / 1_000_000n) - 1_760_000_000_000))
    expect(milliseconds).toEqual([
      [2, 2],
      [7, 7],
      [12, 12],
    ])
  })

  it('is listed before older ones, whoever entered them', () => {
    const world = createWorld()
    const placed = [ALICE, BOB, ALICE, BOB].map((id) => {
      world.run(5)
      return world.place(id, 'BUY', '0.01', '110000').id
    })
    expect(world.exchange.activeOrders([ALICE, BOB]).map(({ id }) => id)).toEqual(placed.toReversed())
  })

  // Shows CeFi REST, 8.11: a cancel repeated has the same effect
  it('is canceled once, however often that is asked', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    const statuses = follow(world, order)
    for (let count = 0; count < 3; count += 1) world.exchange.cancel([ALICE], { by: 'exchange', id: order.id })
    world.run(5)
    world.exchange.cancel([ALICE], { by: 'exchange', id: order.id })
    expect(statuses).toEqual(['CANCEL_PENDING', 'CANCELED'])
  })

  it('ends CANCELED with its fills when an IOC order finds too little', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110000')
    const order = world.place(ALICE, 'BUY', '0.03', '110000', { tif: 'IOC' })
    world.run(5)
    expect(terms(order)).toEqual(['CANCELED', '0.01'])
  })

  // Shows CeFi REST, 9.13: MARKET
  it('never rests as a MARKET order, and stops at the edge of the price band', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110868')
    world.place(BOB, 'SELL', '0.01', '113600')
    // The bid draws the middle down to 109934, and with it the edge below 113600.
    world.place(BOB, 'BUY', '0.01', '109000')
    const order = world.place(ALICE, 'BUY', '0.03', '1', { type: 'MARKET', price: undefined })
    world.run(5)
    expect(terms(order)).toEqual(['CANCELED', '0.01'])
  })

  // Shows CeFi REST, 13: tick, increment, minimum
  it('is REJECTED with the reason when it breaks a rule of the instrument', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000.25')
    world.run(5)
    expect([order.status, order.text]).toEqual(['REJECTED', 'price 110000.25 is not a multiple of the tick 0.5'])
  })

  it('is held to a band around the last trade where the book has one side only', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '109000')
    world.place(ALICE, 'BUY', '0.01', '109000')
    // Within 2.5 % of the reference price 110868, but not of 109000.
    const order = world.place(BOB, 'SELL', '0.01', '112000')
    world.run(5)
    expect([order.status, order.text]).toEqual(['REJECTED', 'price 112000 is outside the price band'])
  })

  // Shows CeFi REST, 13: the price band
  it.each([
    ['108096', 'REJECTED'],
    ['108096.5', 'ACTIVE'],
  ])('at %s, near the edge of the price band of 2.5 %%, becomes %s', (price, status) => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', price)
    world.run(5)
    expect(order.status).toBe(status)
  })

  // Shows CeFi REST, 9.7: a halted instrument does not trade
  it('is REJECTED while the instrument is halted', () => {
    const world = createWorld()
    world.exchange.setInstrumentStatus(world.btc.id, 'HALTED')
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    expect(order.status).toBe('REJECTED')
  })

  // Shows CeFi REST, 13: fifty open orders
  it('is REJECTED as the fifty-first open order of a client', () => {
    const world = createWorld()
    const orders = Array.from({ length: 51 }, () => world.place(ALICE, 'BUY', '0.001', '110000'))
    world.run(5)
    expect(orders.map(({ status }) => status)).toEqual([...Array<string>(50).fill('ACTIVE'), 'REJECTED'])
  })
})

it('takes no order of a client that is disabled', () => {
  const world = createWorld()
  const alice = world.exchange.findClient(ALICE)
  if (alice !== undefined) alice.status = 'DISABLED'
  expect(() => world.place(ALICE, 'BUY', '0.01', '110000')).toThrow('is disabled')
})

describe('self-trade prevention', () => {
  it.each([
    ['NONE', 'FILLED', 'FILLED'],
    ['CANCEL_AGGRESSIVE', 'ACTIVE', 'CANCELED'],
    ['CANCEL_BOTH', 'CANCELED', 'CANCELED'],
  ] as const)('%s leaves the resting order %s and the incoming one %s', (stp, restingStatus, incomingStatus) => {
    const world = createWorld()
    const resting = world.place(ALICE, 'SELL', '0.01', '110000')
    const incoming = world.place(ALICE, 'BUY', '0.01', '110000', { stp })
    world.run(5)
    expect([resting.status, incoming.status]).toEqual([restingStatus, incomingStatus])
  })

  it('lets an order trade with others before it meets its own client', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110000')
    world.place(ALICE, 'SELL', '0.01', '110001')
    const incoming = world.place(ALICE, 'BUY', '0.02', '110001', { stp: 'CANCEL_AGGRESSIVE' })
    world.run(5)
    expect(terms(incoming)).toEqual(['CANCELED', '0.01'])
  })
})

describe('a change', () => {
  const change = (world: World, order: Order, newQty: string, newPrice: string) =>
    world.exchange.modify({
      clientId: order.clientId,
      orderId: order.id,
      newQty: decimal(newQty),
      newPrice: decimal(newPrice),
    })

  it.each([
    ['keeps its place with a smaller size', '0.01', '110000', 'first'],
    ['goes to the end of its level with a larger size', '0.03', '110000', 'second'],
  ])('%s', (_, newQty, newPrice, winner) => {
    const world = createWorld()
    const first = world.place(ALICE, 'SELL', '0.02', '110000')
    const second = world.place(BOB, 'SELL', '0.02', '110000')
    world.run(5)
    change(world, first, newQty, newPrice)
    world.run(5)
    world.place(BOB, 'BUY', '0.001', '110000')
    world.run(5)
    const filled = first.executedQty > 0n ? 'first' : 'second'
    expect([filled, first.executedQty + second.executedQty]).toEqual([winner, decimal('0.001')])
  })

  it('trades at once when its new price crosses', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110010')
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    change(world, order, '0.01', '110010')
    expect(order.status).toBe('MODIFY_PENDING')
    world.run(5)
    expect(order.status).toBe('FILLED')
  })

  it('that cannot be paid for leaves the order as it was, and says so', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '1', '110000')
    world.run(5)
    change(world, order, '100', '110000')
    world.run(5)
    expect([order.status, formatDecimal(order.qty), order.text]).toEqual([
      'ACTIVE',
      '1',
      'modify refused: insufficient balance',
    ])
    // What was said of one change is not said of what comes after it.
    world.exchange.cancel([ALICE], { by: 'exchange', id: order.id })
    expect([order.status, order.text]).toEqual(['CANCEL_PENDING', ''])
  })

  it('to the size that has been executed already is refused', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.03', '110000')
    world.place(BOB, 'SELL', '0.01', '110000')
    world.run(5)
    change(world, order, '0.01', '110000')
    world.run(5)
    expect([order.status, formatDecimal(order.qty), order.text]).toEqual([
      'ACTIVE',
      '0.03',
      'modify refused: the new qty is not above what has been executed',
    ])
  })

  it('waits for nothing while the instrument is halted: it is refused, and a cancel is not', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    world.exchange.setInstrumentStatus(world.btc.id, 'HALTED')
    change(world, order, '0.02', '110000')
    world.run(5)
    expect([order.status, order.text]).toEqual(['ACTIVE', 'modify refused: BTC-PYUSD is HALTED'])
    world.exchange.cancel([ALICE], { by: 'exchange', id: order.id })
    world.run(5)
    expect(order.status).toBe('CANCELED')
  })

  it('of an order that has ended is refused', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '0.01', '110000', { tif: 'IOC' })
    world.run(5)
    expect(() => change(world, order, '0.02', '110000')).toThrow('is CANCELED and cannot be modified')
  })
})
