import { describe, expect, test } from 'vitest'
import { orderEnding, reasonForPeople, type Until } from './order-ending.ts'

describe('orderEnding', () => {
  test.each(['complete', 'canceled', 'failed'])('%s is an ending however far the order is followed', (status) => {
    for (const until of ['accepted', 'settled', 'terminal'] satisfies Until[]) {
      expect(orderEnding(status, until, 'market')).toBe(status)
    }
  })

  test.each(['initialized', 'pending', 'cancel_pending', 'a status of tomorrow', undefined])(
    '%s is not an ending',
    (status) => {
      expect(orderEnding(status, 'settled', 'limit')).toBeUndefined()
    },
  )

  test('a limit order settles when it rests', () => {
    expect(orderEnding('active', 'settled', 'limit')).toBe('active')
  })

  test('resting is not terminal', () => {
    expect(orderEnding('active', 'terminal', 'limit')).toBeUndefined()
  })

  test('a market order does not settle by resting', () => {
    expect(orderEnding('active', 'settled', 'market')).toBeUndefined()
  })
})

describe('reasonForPeople', () => {
  test('takes the last link of the chain', () => {
    expect(reasonForPeople('execute swap: simulate: slippage exceeded')).toBe('slippage exceeded')
  })

  test('keeps a reason that has no chain', () => {
    expect(reasonForPeople('slippage exceeded')).toBe('slippage exceeded')
  })

  test('leaves a missing reason missing', () => {
    expect(reasonForPeople(undefined)).toBeUndefined()
  })
})
