import { expect, test } from 'vitest'
import { readCreateAnswer } from './create-answer.ts'

const payloads = [{ digest: 'd1', payload: 'p1' }]

test('an id with payloads is a prepared order', () => {
  const answer = readCreateAnswer({ order_id: 'o1', status: 'initialized', payloads, quote: { qty: '1' } })
  expect(answer).toEqual({ kind: 'prepared', orderId: 'o1', status: 'initialized', payloads, quote: { qty: '1' } })
})

test.each([{ payloads: [] }, {}])('an id without payloads is a submitted order: %j', (rest) => {
  const answer = readCreateAnswer({ order_id: 'o1', status: 'pending', ...rest })
  expect(answer).toEqual({ kind: 'submitted', orderId: 'o1', status: 'pending', quote: undefined })
})

test.each([{ order_id: '' }, {}])('no id means no order: %j', (start) => {
  expect(readCreateAnswer({ ...start, quote: { issues: [] } })).toEqual({
    kind: 'none',
    unfunded: false,
    quote: { issues: [] },
  })
})

test('null means absent', () => {
  const nothing = JSON.parse('{"order_id":"o1","status":null,"payloads":null,"quote":null}') as object
  expect(readCreateAnswer(nothing)).toEqual({ kind: 'submitted', orderId: 'o1', status: undefined, quote: undefined })
  const unfunded = JSON.parse('{"order_id":null,"quote":{"issues":null}}') as object
  expect(readCreateAnswer(unfunded)).toMatchObject({ kind: 'none', unfunded: false })
})

test('an issue may be an object, as a sibling API has them', () => {
  const answer = JSON.parse(
    '{"order_id":"","quote":{"issues":[{"code":"x","message":"Insufficient balance"}]}}',
  ) as object
  expect(readCreateAnswer(answer)).toMatchObject({ kind: 'none', unfunded: true })
})

test('payloads without an id are not a prepared order', () => {
  expect(readCreateAnswer({ order_id: '', payloads }).kind).toBe('none')
})

test.each(['Insufficient balance', 'insufficient balance', 'INSUFFICIENT BALANCE: 3 short'])(
  'no order and the issue "%s" means that the balance does not cover it',
  (issue) => {
    const quote = { issues: ['slow chain', issue] }
    expect(readCreateAnswer({ order_id: '', quote })).toEqual({ kind: 'none', unfunded: true, quote })
  },
)
