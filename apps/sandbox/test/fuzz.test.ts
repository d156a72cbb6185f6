import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadContracts } from '../src/server/load-contract.ts'
import { accessToken, withSandbox } from './support/session.ts'

const RUNS = 300

/** Values that a hurried client, or a hostile one, might put where a decimal, an id or a word belongs. */
const oddText = fc.oneof(
  fc.constantFrom('', '0', '-1', '1e9', 'NaN', '00', '.5', '5.', '99999999999999999999999999', '0.0000000000000000001'),
  fc.constantFrom(
    'BTC',
    'USD',
    'PYUSD',
    'buy',
    'sell',
    'market',
    'limit',
    'base',
    'quote',
    'solana',
    'api_key',
    'web_authn',
  ),
  fc.constantFrom('5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b', '0b7c1e5a-0000-4000-8000-000000000001'),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const body = fc.oneof(
  fc.dictionary(
    fc.constantFrom(
      'base_asset',
      'quote_asset',
      'asset_id',
      'chain',
      'qty',
      'qty_unit',
      'price',
      'type',
      'side',
      'to',
      'network',
      'signatures',
      'auth_type',
      'key_id',
      'timestamp',
      'signature',
      'refresh_token',
    ),
    fc.oneof(oddText, fc.array(oddText, { maxLength: 3 }), fc.jsonValue()),
    { maxKeys: 9 },
  ),
  fc.jsonValue(),
)

const { auth, gateway } = loadContracts()
const operation = fc.constantFrom(
  ...auth.operations.map(({ method, path }) => ({ base: '/v1/auth', method, path })),
  ...gateway.operations.map(({ method, path }) => ({ base: '/v1/gateway', method, path })),
)

describe('whatever is sent to Auth or the gateway', () => {
  it('is answered within the contract, without an internal error', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
      const request = fc.record({
        operation,
        body: fc.option(body),
        id: oddText,
        query: fc.dictionary(fc.constantFrom('limit', 'cursor', 'status', 'venue', 'asset_class'), oddText, {
          maxKeys: 3,
        }),
      })
      await fc.assert(
        fc.asyncProperty(request, async ({ operation, body, id, query }) => {
          const before = sandbox.log.entries.length
          const path = operation.path.replace('{id}', encodeURIComponent(id) || 'x')
          const hasBody = body !== null && operation.method !== 'GET'
          const response = await fetch(
            `${sandbox.url}${operation.base}${path}?${new URLSearchParams(query).toString()}`,
            {
              method: operation.method,
              headers: { Authorization: `Bearer ${token}`, ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
              ...(hasBody ? { body: JSON.stringify(body) } : {}),
            },
          )
          await response.text()
          expect(response.status).not.toBe(500)
          expect(sandbox.log.entries.slice(before)).toStrictEqual([])
        }),
        { numRuns: RUNS },
      )
    }))
})
