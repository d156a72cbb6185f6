import { describe, expect, it } from 'vitest'
import { decimal, formatDecimal } from '../src/exchange/decimal.ts'
import { BTC, inWorld, placing } from './answer-worlds.ts'
import { at, callCefi } from './cefi-caller.ts'
import type { CefiSandbox } from './cefi-sandbox.ts'

// The open questions about orders and quotes: what changes in the other world.

describe('R25, an order that breaks a rule of the market', () => {
  const offTick = (sandbox: CefiSandbox) => placing(sandbox, 'off-tick', '109000.25')

  it('rejected-order: is taken, and ends rejected later', () =>
    inWorld({}, async (sandbox) => {
      const { status, body } = await offTick(sandbox)
      expect([status, at(body, 'data.status')]).toEqual([200, 'INITIALIZED'])
    }))

  it('refused: never becomes an order, and holds nothing', () =>
    inWorld({ R25: 'refused' }, async (sandbox) => {
      const { status, body } = await offTick(sandbox)
      expect([status, at(body, 'error.detail')]).toEqual([400, 'price 109000.25 is not a multiple of the tick 0.5.'])
      const { credentials, exchange } = sandbox.context
      const { clientId } = credentials.hmac
      expect(exchange.recentOrders([clientId])).toEqual([])
      expect(exchange.activeOrders([clientId])).toEqual([])
      expect(exchange.balances(clientId).balances.every(({ orderHold }) => orderHold === 0n)).toBe(true)
    }))
})

it.each([
  ['order-as-it-is', 200],
  ['refused', 400],
])('R26=%s: a cancel of an order that has ended is answered with %i', (R26, expected) =>
  inWorld({ R26 }, async (sandbox) => {
    // Its price is outside the band, so that it ends by itself.
    const id = String(at((await placing(sandbox, 'ends', '1000')).body, 'data.id'))
    const { credentials, exchange } = sandbox.context
    const status = () => exchange.findOrder([credentials.hmac.clientId], { by: 'exchange', id })?.status
    await expect.poll(status).toBe('REJECTED')
    expect((await callCefi(sandbox, 'DELETE', `/v1/cefi/orders/${id}`)).status).toBe(expected)
  }),
)

it('R25=refused: leaves an earlier order under the external_id that both had', () =>
  inWorld({ R25: 'refused' }, async (sandbox) => {
    const id = at((await placing(sandbox, 'both')).body, 'data.id')
    expect((await placing(sandbox, 'both', '109000.25')).status).toBe(400)
    const { body } = await callCefi(sandbox, 'GET', '/v1/cefi/orders/status/both?id_type=client')
    expect(at(body, 'data.id')).toBe(id)
  }))

it('R25=refused: the fiftieth open order is taken, the one after it is not', () =>
  inWorld({ R25: 'refused' }, async (sandbox) => {
    const statuses: number[] = []
    for (let count = 1; count <= 51; count += 1) statuses.push((await placing(sandbox, `open-${count}`)).status)
    expect(statuses).toEqual([...Array<number>(50).fill(200), 400])
  }))

describe('a computed quote', () => {
  const quoting = (sandbox: CefiSandbox, qty: string, qty_unit: string) =>
    callCefi(sandbox, 'POST', '/v1/cefi/markets/quote', { body: { instrument_id: BTC, side: 'BUY', qty, qty_unit } })

  it.each([
    ['zero-quantity', 200, ['0', '0', '0.01']],
    ['refused', 400, [undefined, undefined, undefined]],
  ])('R27=%s: of less than one increment is answered with %i', (R27, expected, data) =>
    inWorld({ R27 }, async (sandbox) => {
      const { status, body } = await quoting(sandbox, '0.01', 'QUOTE')
      const seen = ['qty', 'notional', 'notional_residual'].map((name) => at(body, `data.${name}`))
      expect([status, seen]).toEqual([expected, data])
    }),
  )

  it.each([
    ['refused', 400, false],
    ['what-there-is', 200, true],
  ])('R28=%s: of more than the visible book holds is answered with %i', (R28, expected, isAnswered) =>
    inWorld({ R28 }, async (sandbox) => {
      const { asks } = sandbox.context.exchange.book(BTC)
      const total = asks.reduce((sum, level) => sum + level.qty, 0n)
      const qty = isAnswered ? formatDecimal(total) : undefined
      for (const [wanted, unit] of [
        ['100000', 'BASE'],
        ['1000000000', 'QUOTE'],
      ] as const) {
        const { status, body } = await quoting(sandbox, wanted, unit)
        expect([status, at(body, 'data.qty')]).toEqual([expected, qty])
      }
    }),
  )

  it('R28=what-there-is: of a book that holds nothing is refused all the same', () =>
    inWorld({ R28: 'what-there-is' }, async (sandbox) => {
      const { exchange, credentials } = sandbox.context
      const { clientId } = credentials.hmac
      exchange.credit(clientId, '78901949717282824', decimal('100000000'))
      const qty = exchange.book(BTC).asks.reduce((sum, level) => sum + level.qty, 0n)
      exchange.placeNow({ clientId, instrumentId: BTC, side: 'BUY', type: 'LIMIT', qty, price: decimal('113000') })
      expect((await quoting(sandbox, '1', 'BASE')).status).toBe(400)
    }))
})

describe('a modification', () => {
  const modifying = (sandbox: CefiSandbox, id: string, new_price: string) => {
    const info = { client_id: sandbox.context.credentials.hmac.clientId, new_qty: '0.01', new_price }
    return callCefi(sandbox, 'PATCH', '/v1/cefi/orders', { body: { id, external_id: 'changed', info } })
  }
  const orderWhen = (sandbox: CefiSandbox, id: string, status: string) => {
    const { credentials, exchange } = sandbox.context
    const find = () => exchange.findOrder([credentials.hmac.clientId], { by: 'exchange', id })
    return expect
      .poll(() => find()?.status)
      .toBe(status)
      .then(find)
  }

  it.each([
    ['refused', 400, undefined],
    ['order-as-it-is', 200, 'REJECTED'],
  ])('R29=%s: of an order that has ended is answered with %i', (R29, expected, shown) =>
    inWorld({ R29 }, async (sandbox) => {
      const id = String(at((await placing(sandbox, 'ends', '1000')).body, 'data.id'))
      await orderWhen(sandbox, id, 'REJECTED')
      const { status, body } = await modifying(sandbox, id, '109000')
      expect([status, at(body, 'data.status')]).toEqual([expected, shown])
    }),
  )

  it.each([
    ['unchanged-order', 200, 'MODIFY_PENDING'],
    ['refused', 400, 'ACTIVE'],
  ])('R30=%s: that breaks a rule of the market is answered with %i, and the order is %s', (R30, expected, status) =>
    inWorld({ R30 }, async (sandbox) => {
      const id = String(at((await placing(sandbox, 'stays', '109000')).body, 'data.id'))
      const order = await orderWhen(sandbox, id, 'ACTIVE')
      const reply = await modifying(sandbox, id, '109000.25')
      expect([reply.status, order?.status]).toEqual([expected, status])
      const after = await orderWhen(sandbox, id, 'ACTIVE')
      expect(formatDecimal(after?.price ?? 0n)).toBe('109000')
    }),
  )

  it.each([
    ['found', 200],
    ['not-found', 404],
  ])('R31=%s: is read by an id of its own with %i, and the order by its own either way', (R31, expected) =>
    inWorld({ R31 }, async (sandbox) => {
      const id = String(at((await placing(sandbox, 'entered', '109000')).body, 'data.id'))
      await orderWhen(sandbox, id, 'ACTIVE')
      await modifying(sandbox, id, '109001')
      await orderWhen(sandbox, id, 'ACTIVE')
      const read = async (externalId: string) =>
        (await callCefi(sandbox, 'GET', `/v1/cefi/orders/status/${externalId}?id_type=client`)).status
      expect([await read('changed'), await read('entered')]).toEqual([expected, 200])
    }),
  )
})
