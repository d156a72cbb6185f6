import { describe, expect, test } from 'vitest'
import { createMatcher } from './match-operation.ts'
import type { OperationRow } from './operation.ts'

function row(id: string, method: OperationRow['method'], path: string): OperationRow {
  const cautious = { auth: 'hmac', authOptional: false, retry: 'never', page: 'none' } as const
  return { id, method, path, ...cautious, unwrap: false, success: [], deprecated: false }
}

const table = {
  getOrder: row('getOrder', 'GET', '/orders/{id}'),
  cancelOrder: row('cancelOrder', 'DELETE', '/orders/{id}'),
  listActive: row('listActive', 'GET', '/orders/active'),
  createOrder: row('createOrder', 'POST', '/orders'),
}
const match = createMatcher(table, '/v1/cefi/')

describe('the operation of a raw request', () => {
  test.each([
    ['GET', '/v1/cefi/orders/7', 'getOrder'],
    ['DELETE', '/v1/cefi/orders/7', 'cancelOrder'],
    ['GET', '/v1/cefi/orders/active', 'listActive'],
    // A parameter takes what is a literal of another method only.
    ['DELETE', '/v1/cefi/orders/active', 'cancelOrder'],
    ['POST', '/v1/cefi/orders', 'createOrder'],
  ])('of %s %s is %s', (method, path, id) => {
    expect(match(method, path).id).toBe(id)
  })

  test.each([
    ['GET', '/v1/cefi/orders/'],
    ['GET', '/v1/cefi/orders/7/fills'],
    ['GET', '/v1/cefi/orders'],
    ['PUT', '/v1/cefi/orders/7'],
    ['DELETE', '/orders/7'],
  ])('is none of the table for %s %s', (method, path) => {
    expect(match(method, path).id).toBe(`${method} ${path}`)
  })
})

describe('a request outside the table', () => {
  test.each([
    ['GET', 'safe'],
    ['HEAD', 'safe'],
    ['POST', 'never'],
    ['PUT', 'never'],
    ['PATCH', 'never'],
    ['DELETE', 'never'],
  ])('with %s is repeated as what is %s, with credentials if there are any', (method, retry) => {
    expect(match(method, '/v1/cefi/new')).toMatchObject({
      path: '/v1/cefi/new',
      auth: 'bearer',
      authOptional: true,
      retry,
    })
  })

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)('keeps its method: %s', (method) => {
    expect(match(method, '/v1/cefi/new').method).toBe(method)
  })
})
