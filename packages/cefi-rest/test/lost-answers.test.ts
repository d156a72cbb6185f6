import {
  type CallOptions,
  NotFoundError,
  OutcomeUnknownError,
  RateLimitError,
  RedirectError,
  type TrueMarketsError,
} from '@truemarkets/core'
import { type FaultRule, type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CefiRestClient, createCefiRestClient, hmacKey, newExternalId } from '../src/index.ts'

let sandbox: Sandbox
let cefi: CefiRestClient
let info: { client_id: string; instrument_id: string; qty: string; price: string; side: 'BUY'; type: 'LIMIT' }

beforeAll(async () => {
  sandbox = await startSandbox()
  cefi = createCefiRestClient({
    environment: { cefiRest: sandbox.urls.cefiRest },
    auth: hmacKey(sandbox.credentials.hmac),
    retry: { baseDelayMs: 1 },
  })
  const { data } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
  const instrument_id = data[0]?.id ?? ''
  info = {
    client_id: sandbox.credentials.hmac.clientId,
    instrument_id,
    qty: '0.001',
    price: '109500',
    side: 'BUY',
    type: 'LIMIT',
  }
})

beforeEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

const orders = '/v1/cefi/orders'
const ofId = async (external_id: string) => {
  const found = []
  for await (const row of cefi.listOrders.iterate({ query: { size: 100 } }))
    if (row.external_id === external_id) found.push(row)
  return found
}

/** Enters one order while the fault strikes: its id, and how the call failed. */
async function enter(fault: FaultRule, call: CallOptions = {}): Promise<{ id: string; error: TrueMarketsError }> {
  const id = newExternalId()
  sandbox.faults.add({ path: orders, method: 'POST', ...fault })
  const error = await cefi.createOrder({ body: { external_id: id, info } }, call).then(
    () => new Error('The order was answered.'),
    (reason: unknown) => reason,
  )
  return { id, error: error as TrueMarketsError }
}

describe('an order whose answer is lost after the exchange acted', () => {
  it.each<[string, FaultRule, CallOptions?]>([
    ['the connection closes', { kind: 'drop' }],
    ['the connection is reset', { kind: 'reset' }],
    ['the body is cut', { kind: 'truncate' }],
    ['the answer is not JSON', { kind: 'invalid-json' }],
    ['a page of a proxy comes instead', { kind: 'html' }],
    ['nothing comes', { kind: 'empty' }],
    ['a gateway times out', { kind: 'status', value: 504 }],
    ['the service fails', { kind: 'status', value: 500 }],
    ['a redirect shows where it is', { kind: 'redirect', value: 303 }],
    // Time enough to be sent, also on a busy machine.
    ['the answer is late', { kind: 'delay', value: 2_000 }, { timeoutMs: 1_000 }],
  ])('is there once, and the error names the query that finds it: %s', async (_, fault, call) => {
    const { id, error } = await enter({ ...fault, when: 'after' }, call)
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    expect(error).toMatchObject({
      attempts: 1,
      settle: {
        query: `getOrderStatus({ path: { ref_id: '${id}' }, query: { id_type: 'client' } })`,
        ids: { external_id: id },
      },
    })
    // A late answer is carried out after the caller has gone.
    await expect.poll(() => ofId(id)).toHaveLength(1)
    await expect(cefi.getOrderStatus({ path: { ref_id: id }, query: { id_type: 'client' } })).resolves.toMatchObject({
      external_id: id,
    })
  })
})

describe('an order that never reached the exchange', () => {
  it.each<[string, FaultRule]>([
    ['the connection closes', { kind: 'drop' }],
    ['the connection is reset', { kind: 'reset' }],
    ['the service fails', { kind: 'status', value: 503 }],
    ['a redirect that may answer what was done', { kind: 'redirect', value: 303 }],
  ])('looks the same to the caller, and the query says not found: %s', async (_, fault) => {
    const { id, error } = await enter({ ...fault, when: 'before' })
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    await expect(cefi.getOrderStatus({ path: { ref_id: id }, query: { id_type: 'client' } })).rejects.toThrow(
      NotFoundError,
    )
  })

  it.each<[string, FaultRule, typeof RateLimitError | typeof RedirectError]>([
    ['too many requests', { kind: 'rate-limit', value: 1 }, RateLimitError],
    ['a redirect that says to ask elsewhere', { kind: 'redirect', value: 301 }, RedirectError],
  ])('is refused for certain by %s', async (_, fault, refusal) => {
    const { id, error } = await enter({ ...fault, when: 'before' })
    expect(error).toBeInstanceOf(refusal)
    expect(error.attempts).toBe(1)
    await expect(ofId(id)).resolves.toEqual([])
  })
})

describe('what may be repeated', () => {
  const passing: FaultRule[] = [
    { kind: 'drop' },
    { kind: 'reset' },
    { kind: 'truncate' },
    { kind: 'status', value: 408 },
    { kind: 'status', value: 500 },
    { kind: 'status', value: 502 },
    { kind: 'status', value: 503 },
    { kind: 'status', value: 504 },
  ]

  it.each(passing)('is answered the second time: a read after $kind $value', async (fault) => {
    sandbox.faults.add({ path: '/v1/cefi/balances', ...fault })
    await expect(cefi.listBalances()).resolves.toHaveProperty('data')
    expect(sandbox.faults.list()).toEqual([])
  })

  it.each(passing)('is answered the second time: a cancel after $kind $value', async (fault) => {
    const { id = '' } = await cefi.createOrder({ body: { info } })
    sandbox.faults.add({ path: orders, method: 'DELETE', ...fault })
    await expect(cefi.cancelAndWait({ path: { ref_id: id } }, { pollIntervalMs: 10 })).resolves.toHaveProperty(
      'outcome',
      'canceled',
    )
    expect(sandbox.faults.list()).toEqual([])
  })

  it('is not held up by an envelope of the other version', async () => {
    sandbox.faults.add({ path: `${orders}/active`, kind: 'wrong-envelope' })
    await expect(cefi.listActiveOrders()).resolves.toHaveProperty('data')
  })
})
