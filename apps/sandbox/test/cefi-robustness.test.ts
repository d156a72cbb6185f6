import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callCefi } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { connect } from './ws-client.ts'

let sandbox: CefiSandbox

beforeAll(async () => {
  sandbox = await startCefiSandbox()
})

afterAll(async () => {
  await sandbox.close()
  assertClean(sandbox)
})

const BTC = '78901949723181070'
const known = fc.constantFrom(BTC, '78901985048264710', '78901949717282824', 'BTC-PYUSD', 'BUY', 'LIMIT', 'GTC', 'ALO')
const number = fc.oneof(
  fc.constantFrom('0', '-1', '1e9', '0.0001', '99999999999999999999999', '0.00000000000000000001', 'NaN'),
  fc.integer({ min: -5, max: 200_000 }).map(String),
)
const scalar = fc.oneof(known, number, fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const value = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) })

/** Objects whose members are those of the API, with values that fit, nearly fit, or do not fit at all. */
function objectOf(names: readonly string[]) {
  return fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
}

const info = objectOf(['client_id', 'instrument_id', 'qty', 'price', 'side', 'type', 'tif', 'exec_inst_flags', 'stp'])
const change = objectOf(['client_id', 'new_qty', 'new_price', 'new_type'])
const request = objectOf(['amount', 'asset_id', 'client_id', 'type', 'platform', 'instructions'])

const write = fc.oneof(
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('orders'),
    body: fc.record({ external_id: value, info }),
  }),
  fc.record({
    method: fc.constant('PATCH'),
    path: fc.constant('orders'),
    body: fc.record({ id: value, external_id: value, info: change }),
  }),
  fc.record({ method: fc.constant('POST'), path: fc.constant('transfers'), body: fc.record({ request }) }),
  fc.record({
    method: fc.constant('PATCH'),
    path: fc.constant('clients'),
    body: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('id', 'info', 'mnemonic')), value),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('markets/quote'),
    body: objectOf(['qty', 'instrument_id', 'side', 'qty_unit']),
  }),
)

const query = fc.dictionary(
  fc.constantFrom('id', 'name', 'symbol', 'size', 'skip', 'cursor', 'timestamp', 'query', 'id_type', 'client_id'),
  fc.oneof(number, known, fc.string(), fc.json()),
)
const read = fc.record({
  path: fc.oneof(
    fc.constantFrom('orders/list', 'orders/trades', 'orders/active', 'transfers', 'balances', 'clients', 'assets'),
    fc.string().map((text) => `orders/status/${encodeURIComponent(text)}`),
  ),
  query,
  version: fc.constantFrom('v2026_01_23', 'v2024_01_01'),
})

it('answers every write with a documented status, whatever is in its body', () =>
  fc.assert(
    fc.asyncProperty(write, async ({ method, path, body }) => {
      const { status } = await callCefi(sandbox, method, `/v1/cefi/${path}`, { body })
      expect([200, 400, 403, 404]).toContain(status)
    }),
    { numRuns: 300 },
  ))

it('answers every read with a documented status, whatever is in its query', () =>
  fc.assert(
    fc.asyncProperty(read, async ({ path, query: parameters, version }) => {
      const search = new URLSearchParams(parameters).toString()
      const { status } = await callCefi(sandbox, 'GET', `/v1/cefi/${path}?${search}`, { version })
      expect([200, 400, 403, 404]).toContain(status)
    }),
    { numRuns: 300 },
  ))

it('answers every text on the socket with exactly one confirmation, and stays open', async () => {
  const client = await connect(sandbox)
  await client.nextOn('WEBSOCKET', 'WELCOME')
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        type: fc.oneof(fc.constantFrom('SUBSCRIBE', 'SUBSCRIBE_NO_AUTH', 'UNSUBSCRIBE_NO_AUTH'), value),
        channels: fc.oneof(fc.array(fc.constantFrom('EBBO', 'TRADE', 'DROPCOPY')), value),
        item_names: fc.oneof(fc.array(fc.constantFrom('BTC-PYUSD', '__proto__', 'NO-SUCH')), value),
        timestamp: fc.oneof(fc.constant(String(sandbox.context.clock.seconds())), value),
      })
      .map((request) => JSON.stringify(request)),
  )
  await fc.assert(
    fc.asyncProperty(text, async (sent) => {
      client.socket.send(sent)
      await client.nextOn('WEBSOCKET', 'SNAPSHOT')
    }),
    { numRuns: 300 },
  )
  const confirmations = client.frames.filter((frame) => frame['channel'] === 'WEBSOCKET')
  expect(confirmations.length).toBeGreaterThan(300)
  expect([client.socket.readyState, client.violations()]).toEqual([client.socket.OPEN, []])
  client.socket.terminate()
})
