import { expect, test } from 'vitest'
import { refuseNameless } from './refuse-nameless.ts'

const lift = (operation: string, status: number, body: unknown) =>
  refuseNameless(body, { operation, status, version: undefined, attempts: 1 })

test.each([
  ['createOrder', { order_id: 'o1' }],
  ['createOrder', { order_id: '' }],
  ['createOrder', { quote: { issues: ['Insufficient balance'] } }],
  ['createTransfer', { id: 't1' }],
  ['executeOrder', {}],
  ['constructor', {}],
])('leaves an answer of %s as it came: %j', (operation, body) => {
  expect(lift(operation, 201, body)).toBe(body)
})

test.each(['createOrder', 'createTransfer'])('leaves a refusal of %s to be read as one', (operation) => {
  const refusal = { message: 'no' }
  expect(lift(operation, 400, refusal)).toBe(refusal)
})

test.each([
  ['createOrder', {}],
  ['createOrder', { order_id: null, quote: null }],
  ['createOrder', { id: 'o1' }],
  ['createTransfer', { id: '' }],
  ['createTransfer', { order_id: '' }],
])('refuses what names nothing that %s created: %j', (operation, body) => {
  expect(() => lift(operation, 201, body)).toThrow(
    expect.objectContaining({ code: 'response_breaks_contract', operation, status: 201, attempts: 1 }),
  )
})
