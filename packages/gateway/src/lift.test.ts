import { bearerToken } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { scriptedFetch } from '../../auth/test/support/scripted-fetch.ts'
import { createGatewayClient } from './create-gateway-client.ts'
import { lift } from './lift.ts'

const lifted = (operation: string, body: unknown, status = 201) =>
  lift(body, { operation, status, version: undefined, attempts: 1 })

test.each([
  ['createOrder', { order_id: 'o1' }],
  ['createOrder', { order_id: '' }],
  ['createOrder', { quote: { issues: ['Insufficient balance'] } }],
  ['createTransfer', { id: 't1' }],
  ['executeOrder', {}],
  ['constructor', {}],
])('leaves an answer of %s as it came: %j', (operation, body) => {
  expect(lifted(operation, body)).toBe(body)
})

test('leaves nothing where the contract has no body, and makes an object of it where it has one that may be missing', () => {
  expect(lifted('deleteAlert', undefined, 204)).toBeUndefined()
  expect(lifted('cancelOrder', undefined, 202)).toEqual({})
})

test.each([
  ['createOrder', {}],
  ['createOrder', { order_id: null, quote: null }],
  ['createOrder', { id: 'o1' }],
  ['createTransfer', { id: '' }],
  ['createTransfer', { order_id: '' }],
])('refuses what names nothing that %s created: %j', (operation, body) => {
  expect(() => lifted(operation, body)).toThrow(
    expect.objectContaining({ code: 'response_breaks_contract', operation, status: 201, attempts: 1 }),
  )
})

describe('a create that is answered without a name of what was created', () => {
  const order = {
    base_asset: 'BTC',
    quote_asset: 'USD',
    side: 'buy',
    type: 'market',
    qty: '1',
    qty_unit: 'quote',
  } as const
  const transfer = {
    asset_id: 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91',
    qty: '1',
    qty_unit: 'base',
    to: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
  } as const
  const answered = (json: unknown) =>
    createGatewayClient({
      environment: 'uat',
      auth: bearerToken('t'),
      fetch: scriptedFetch({ status: 201, json }).fetch,
    })

  const unknown = (operation: string, query: RegExp) => ({
    code: 'outcome_unknown',
    operation,
    cause: { code: 'response_breaks_contract' },
    settle: { query: expect.stringMatching(query) as string },
  })
  const nameless = [{}, [], { type: 'internal', message: 'boom' }, { status: 'pending' }]

  test.each([...nameless, { order_id: null, quote: null }])('may be an order all the same: %j', async (json) => {
    const lost = unknown('createOrder', /^listOrders/)
    await expect(answered(json).createOrder({ body: order })).rejects.toMatchObject(lost)
    await expect(answered(json).placeOrder(order)).rejects.toMatchObject(lost)
  })

  test.each([...nameless, { id: '', status: 'pending' }])('may be a transfer all the same: %j', async (json) => {
    const lost = unknown('createTransfer', /^listTransfers/)
    await expect(answered(json).createTransfer({ body: transfer })).rejects.toMatchObject(lost)
    await expect(answered(json).sendTransfer(transfer)).rejects.toMatchObject(lost)
  })

  test('is an answer where it says that there is no order', async () => {
    const json = { order_id: '' }
    await expect(answered(json).createOrder({ body: order })).resolves.toEqual(json)
    await expect(answered(json).placeOrder(order)).resolves.toEqual({ outcome: 'no_order', quote: undefined })
  })
})
