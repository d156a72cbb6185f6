import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../src/index.ts'
import { loadContracts } from '../src/server/load-contract.ts'
import { accessToken, withSandbox } from './support/session.ts'

const RUNS = 300
const FAULT_RUNS = 100

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
  // Shows Gateway, 2: no status outside the matrix, whatever is sent
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

describe('whatever is asked of the faults and the clock', () => {
  it('is done or refused, without an internal error', () =>
    withSandbox(async (sandbox) => {
      const numbers = fc.oneof(fc.integer({ min: -10, max: 700 }), fc.double(), fc.constantFrom(1e15, 1e308))
      const rule = fc.record(
        {
          kind: fc.oneof(fc.constantFrom(...FAULT_KINDS.filter((kind) => kind !== 'delay')), oddText),
          value: fc.oneof(numbers, oddText),
          times: fc.oneof(fc.constant(1), numbers, fc.constant(null)),
          when: fc.oneof(fc.constantFrom('before', 'after'), oddText),
        },
        { requiredKeys: ['kind'] },
      )
      const clock = fc.record({ set: oddText, advance_ms: numbers, reset: fc.boolean() }, { requiredKeys: [] })
      const send = (path: string, body: unknown) =>
        fetch(sandbox.url + path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        })
      await fc.assert(
        fc.asyncProperty(rule, clock, async (rule, clock) => {
          const before = sandbox.log.entries.length
          sandbox.faults.clear()
          sandbox.clock.reset()
          expect([201, 400]).toContain((await send('/sandbox/faults', rule)).status)
          expect([200, 400]).toContain((await send('/sandbox/clock', clock)).status)
          // The answer may be anything, or none: that is what faults are for.
          await fetch(`${sandbox.urls.gateway}/assets`, { redirect: 'manual' })
            .then((response) => response.text())
            .catch(() => '')
          expect(sandbox.log.entries.slice(before)).toStrictEqual([])
        }),
        { numRuns: FAULT_RUNS },
      )
    }))
})
