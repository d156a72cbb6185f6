import { describe, expect, it } from 'vitest'
import { decimal, formatDecimal } from '../src/exchange/decimal.ts'
import type { Order } from '../src/exchange/types.ts'
import { ALICE, BOB, createWorld, type World } from './exchange-world.ts'

const terms = (order: Order) => [order.status, formatDecimal(order.executedQty)]

describe('money', () => {
  const pyusd = (world: World, id: string) =>
    world.exchange.balances(id).balances.find(({ asset }) => asset.id === world.btc.quote.id)

  // Shows CeFi REST, 9.18: unsettled amounts and fees
  it('moves with the fill, waits for settlement, and then pays the fee', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110000')
    world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    expect(formatDecimal(pyusd(world, ALICE)?.balance ?? 0n)).toBe('998900')
    expect(formatDecimal(pyusd(world, ALICE)?.unsettled ?? 0n)).toBe('-1100')
    expect(formatDecimal(world.exchange.balances(ALICE).unsettledFees)).toBe('1.1')
    world.run(2000)
    expect(formatDecimal(pyusd(world, ALICE)?.balance ?? 0n)).toBe('998898.9')
    expect(formatDecimal(pyusd(world, BOB)?.balance ?? 0n)).toBe('1001099.45')
    expect(formatDecimal(world.exchange.collectedFees)).toBe('1.65')
    expect(world.exchange.balances(ALICE).unsettledFees).toBe(0n)
  })

  it('must cover the fee as well as the notional', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '9.25', '108100')
    world.run(5)
    expect([order.status, order.text]).toEqual(['REJECTED', 'insufficient balance'])
  })

  it('limits a market order to what it can pay for when the book has moved since it was entered', () => {
    const world = createWorld()
    const order = world.place(ALICE, 'BUY', '10', '1', { type: 'MARKET', price: undefined })
    world.run(1)
    world.exchange.placeNow({
      clientId: BOB,
      instrumentId: world.btc.id,
      side: 'SELL',
      type: 'LIMIT',
      qty: decimal('10'),
      price: decimal('110000'),
    })
    world.run(5)
    // 1,000,000 pays for 9.0818 at 110000 with a fee of 0.1 %, to the increment.
    expect([...terms(order), order.text]).toEqual(['CANCELED', '9.0818', 'insufficient balance'])
  })

  it.each([
    [[], '110'],
    [['ALO'], '55'],
  ])(
    'held for the fee is the taker’s, or the maker’s where an order only adds liquidity: with %j it is %s',
    (flags, fee) => {
      const world = createWorld()
      world.place(ALICE, 'BUY', '1', '110000', { execInstFlags: flags })
      expect(formatDecimal(world.exchange.balances(ALICE).feesHold)).toBe(fee)
    },
  )

  it('held for a market order pays for every level that it takes, to the last of the account', () => {
    const world = createWorld()
    for (const price of ['110000', '110010', '110020']) world.place(BOB, 'SELL', '3', price)
    world.run(5)
    const order = world.place(ALICE, 'BUY', '9', '1', { type: 'MARKET', price: undefined })
    // 990,090 and a fee of 0.1 %, of a million.
    expect(formatDecimal(pyusd(world, ALICE)?.available ?? 0n)).toBe('8919.91')
    world.run(5)
    expect(terms(order)).toEqual(['FILLED', '9'])
    expect(world.exchange.fillsOf(order.id).map(({ qty }) => formatDecimal(qty))).toEqual(['3', '3', '3'])
    expect(formatDecimal(pyusd(world, ALICE)?.available ?? 0n)).toBe('8919.91')
  })

  it('held by a withdrawal cannot be spent, and leaves when it completes', () => {
    const world = createWorld()
    const request = { clientId: ALICE, assetId: world.btc.quote.id, amount: decimal('999000'), platform: 'FIAT' }
    world.exchange.transfer({ ...request, type: 'WITHDRAW' })
    const order = world.place(ALICE, 'BUY', '0.01', '110000')
    world.run(5)
    expect([order.status, order.text]).toEqual(['REJECTED', 'insufficient balance'])
    world.run(500)
    const { balance = 0n, transferHold, available } = pyusd(world, ALICE) ?? {}
    expect([formatDecimal(balance), transferHold, available]).toEqual(['1000', 0n, balance])
  })

  it('that the custodian has not received yet can be traded but not withdrawn', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '1', '110000')
    world.place(ALICE, 'BUY', '1', '110000')
    world.run(5)
    const request = { clientId: ALICE, assetId: world.btc.base.id, platform: 'CRYPTO', type: 'WITHDRAW' } as const
    const early = world.exchange.transfer({ ...request, amount: decimal('10.5') })
    world.run(1500)
    const late = world.exchange.transfer({ ...request, amount: decimal('10.5') })
    world.run(500)
    expect([early.status, late.status]).toEqual(['REJECTED', 'COMPLETED'])
  })
})

describe('a preview', () => {
  // Shows CeFi REST, 9.10: the visible levels
  it('walks the levels and keeps a quote amount to the base increment', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110000')
    world.place(BOB, 'SELL', '0.01', '110001')
    world.run(5)
    const preview = world.exchange.preview({
      instrumentId: world.btc.id,
      side: 'BUY',
      qty: decimal('1200'),
      unit: 'QUOTE',
    })
    // 0.01 at 110000 costs 1100; the other 100 buy 0.0009 at 110001 and leave 0.9991.
    expect([formatDecimal(preview.qty), formatDecimal(preview.notional), formatDecimal(preview.residual)]).toEqual([
      '0.0109',
      '1199.0009',
      '0.9991',
    ])
  })

  it('takes the last level to its end', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110000')
    world.run(5)
    const request = { instrumentId: world.btc.id, side: 'BUY', qty: decimal('1100'), unit: 'QUOTE' } as const
    const preview = world.exchange.preview(request)
    expect([formatDecimal(preview.qty), preview.residual]).toEqual(['0.01', 0n])
  })

  it('of a base quantity leaves nothing over', () => {
    const world = createWorld()
    world.place(BOB, 'SELL', '0.01', '110000')
    world.run(5)
    const request = { instrumentId: world.btc.id, side: 'BUY', qty: decimal('0.01'), unit: 'BASE' } as const
    expect(world.exchange.preview(request).residual).toBe(0n)
  })

  it('refuses a size that the visible book cannot fill', () => {
    const world = createWorld()
    const ask = () =>
      world.exchange.preview({ instrumentId: world.btc.id, side: 'SELL', qty: decimal('1'), unit: 'BASE' })
    expect(ask).toThrow('too thin')
  })
})

// Shows CeFi REST, 9.7: turnover of 24 hours
it('counts the turnover of the last 24 hours, and no longer', () => {
  const world = createWorld()
  const turnover = () => {
    const { notional24h, quantity24h } = world.exchange.instrumentStats(world.btc.id)
    return [formatDecimal(notional24h), formatDecimal(quantity24h)]
  }
  world.place(BOB, 'SELL', '0.01', '110000')
  world.place(ALICE, 'BUY', '0.01', '110000')
  world.run(5)
  world.run(23 * 3_600_000)
  expect(turnover()).toEqual(['1100', '0.01'])
  world.run(2 * 3_600_000)
  expect(turnover()).toEqual(['0', '0'])
})
