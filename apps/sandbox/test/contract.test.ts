import { describe, expect, it } from 'vitest'
import type { RequestParts } from '../src/server/contracts.ts'
import { loadContracts, makeContract } from '../src/server/load-contract.ts'

const json = (schema: unknown) => ({ description: '', content: { 'application/json': { schema } } })

const contract = makeContract('gateway', {
  openapi: '3.1.0',
  paths: {
    '/orders/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: { operationId: 'getOrder', responses: { '200': json({}), '4XX': json({ type: 'object' }) } },
    },
    '/orders/active': { get: { operationId: 'listActive', responses: { default: json({}) } } },
    '/orders': {
      get: {
        operationId: 'list',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } },
          { name: 'all', in: 'query', schema: { type: 'boolean' } },
          { name: 'side', in: 'query', schema: { type: 'array', items: { enum: ['buy', 'sell'] } } },
          { name: 'in', in: 'query', explode: false, schema: { type: 'array', items: { enum: ['a', 'b'] } } },
          { name: 'page', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
          { name: 'X-Need', in: 'header', required: true, schema: { type: 'string' } },
        ],
        responses: {
          '200': json({ 'x-truex-version-schemas': { v2: '#/components/schemas/New' }, type: ['object', 'array'] }),
        },
      },
      post: {
        operationId: 'create',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/New' } } },
        },
        responses: { '201': { $ref: '#/components/responses/Created' } },
      },
    },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } } },
    responses: { Created: json({ $ref: '#/components/schemas/New' }) },
    schemas: {
      New: {
        type: 'object',
        required: ['data'],
        properties: { data: { type: 'object', required: ['qty'], properties: { qty: { type: 'string' } } } },
      },
    },
  },
})

function request(parts: Partial<RequestParts>): RequestParts {
  return { path: {}, query: new URLSearchParams(), headers: new Headers({ 'X-Need': 'x' }), body: undefined, ...parts }
}

describe('a contract', () => {
  it('has the names of its operations from the overlay, and as the clients write them', () => {
    const named = makeContract(
      'gateway',
      {
        paths: {
          '/a/{id}': { get: { operationId: 'theirs' }, delete: {} },
          '/b': { post: { operationId: 'make-b' }, get: { operationId: 'OTCPrice' } },
        },
      },
      { actions: [{ target: "$.paths['/a/{id}'].get", update: { 'x-sdk-name': 'getA' } }, { target: '$.info' }] },
    )
    expect(named.operations.map(({ id }) => id)).toEqual(['getA', 'deleteAById', 'OTCPrice', 'makeB'])
  })

  it('takes a literal path before a template, and knows no path that is only like one of its own', () => {
    expect(contract.match('GET', '/orders/active')?.operation.id).toBe('listActive')
    expect(contract.match('GET', '/orders/%41')).toMatchObject({ operation: { id: 'getOrder' }, params: { id: 'A' } })
    expect(contract.match('GET', '/orders/%')?.params).toStrictEqual({ id: '%' })
    expect(contract.match('PUT', '/orders')).toBeUndefined()
    expect(contract.match('GET', '/orders/a/b')).toBeUndefined()
    expect(contract.match('GET', '/ordersXactive')).toBeUndefined()
  })

  it('reads parameters as their schema means them', () => {
    const { operation } = contract.match('GET', '/orders') ?? {}
    const fields = (query: string) =>
      operation?.checkRequest(request({ query: new URLSearchParams(query) })).map(({ field }) => field)
    expect(fields('limit=5&all=true')).toStrictEqual([])
    expect(fields('limit=0')).toStrictEqual(['limit'])
    expect(fields('limit=5.5')).toStrictEqual(['limit'])
    expect(fields('all=yes')).toStrictEqual(['all'])
    expect(fields('side=buy&side=sell&in=a,b')).toStrictEqual([])
    expect(fields('page=1&page=2')).toStrictEqual([])
    expect(fields('side=buy&side=both')).toStrictEqual(['side.1'])
    expect(fields('in=a,c')).toStrictEqual(['in.1'])
  })

  it('misses a required header, a required body, and a parameter of the path that is not in its form', () => {
    const check = (id: string, parts: Partial<RequestParts>) => contract.operation(id).checkRequest(request(parts))
    expect(check('list', { headers: new Headers() })).toStrictEqual([{ field: 'X-Need', message: 'is required' }])
    expect(check('create', {})).toStrictEqual([{ field: 'body', message: 'is required' }])
    expect(check('getOrder', { path: { id: 'no' } })).toStrictEqual([
      { field: 'id', message: 'must match format "uuid"' },
    ])
  })

  it('names a wrong member by its dotted path', () => {
    const violations = contract.operation('create').checkRequest(request({ body: { data: { qty: 1 } } }))
    expect(violations).toStrictEqual([{ field: 'data.qty', message: 'must be string' }])
    expect(contract.operation('create').checkRequest(request({ body: { data: {} } }))[0]?.field).toBe('data.qty')
  })

  it('finds the schema of an answer by its status, by its class, or by default', () => {
    expect(contract.operation('create').documents(200)).toBe(false)
    expect(contract.operation('create').checkResponse(201, {})).toHaveLength(1)
    expect(contract.operation('getOrder').checkResponse(418, [])).toHaveLength(1)
    expect(contract.operation('listActive').checkResponse(500, 'anything')).toStrictEqual([])
    expect(contract.operation('create').checkResponse(500, {})).toStrictEqual([
      { field: 'status', message: '500 is not documented for create' },
    ])
  })

  it('holds an answer to the version that was asked for', () => {
    const list = contract.operation('list')
    expect(list.checkResponse(200, [])).toStrictEqual([])
    expect(list.checkResponse(200, [], 'v2')).toHaveLength(1)
    expect(list.checkResponse(200, { data: { qty: '1' } }, 'v2')).toStrictEqual([])
  })

  it('compiles every schema of the three REST contracts', () => {
    for (const { operations } of Object.values(loadContracts())) {
      for (const operation of operations) {
        operation.checkRequest(request({ body: {} }))
        for (const status of [200, 201, 202, 400, 401, 404, 500]) operation.checkResponse(status, {})
      }
      expect(operations.length).toBeGreaterThan(3)
    }
  })
})
