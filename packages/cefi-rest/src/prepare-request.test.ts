import { expect, test } from 'vitest'
import { operations } from './generated/operations.ts'
import { createPrepare } from './prepare-request.ts'

const prepare = createPrepare({
  schemaVersion: 'v2026_01_23',
  pathFamily: 'v1-cefi',
  cursorParam: 'after',
  transferBody: 'wrapped',
})

test.each([{}, { query: { size: 2 } }])('parameters with nothing to complete are left as they are: %j', (params) => {
  expect(prepare(operations.listOrders, params)).toBe(params)
})

test.each(['createOrder', 'modifyOrder'] as const)('%s asks a getter for the id once', (name) => {
  let asked = 0
  const body = {
    get external_id() {
      return `mm-${++asked}`
    },
  }
  const prepared = prepare(operations[name], { body })
  expect([JSON.stringify(prepared.body), JSON.stringify(prepared.body)]).toEqual(
    Array(2).fill('{"external_id":"mm-1"}'),
  )
})

test('a cursor is given its name, and the rest is kept', () => {
  const params = { query: { size: 2, cursor: 'c1' } }
  expect(prepare(operations.listOrders, params)).toEqual({ query: { size: 2, after: 'c1' } })
  expect(params).toEqual({ query: { size: 2, cursor: 'c1' } })
})

test.each(['1741523275', '1741523275598', '1741523275598727'])(
  'a time in another unit than nanoseconds is refused, since it lists nothing: %s',
  (timestamp) => {
    expect(() => prepare(operations.listOrderTrades, { query: { timestamp } })).toThrow(
      expect.objectContaining({
        code: 'request_invalid',
        violations: [expect.objectContaining({ path: 'query/timestamp' })],
      }),
    )
  },
)

test.each(['0', '1741523275598727336', 'now', undefined])('is left to the contract: the time %o', (timestamp) => {
  const params = { query: { timestamp } }
  expect(prepare(operations.listTransfers, params)).toBe(params)
})
