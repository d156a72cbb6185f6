import { describe, expect, test } from 'vitest'
import { answer, cutBody, harness, refuse, type Step, stall, stallBody } from '../../test/harness.ts'
import { VirtualRuntime } from '../../test/virtual-runtime.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { DEFAULT_RETRY } from './retry.ts'
import { NotSent } from './transport.ts'

const order = { path: { id: '7' } }
/** A proxy that has answered and then fails to reach what is behind it. */
const refuseBody: Step = () =>
  new Response(
    new ReadableStream({
      start: (controller) => controller.error(Object.assign(new TypeError('terminated'), { code: 'ECONNREFUSED' })),
    }),
  )
const neverWritten: Step = () => Promise.reject(new NotSent('closed while it was idle'))
const RETRYABLE = [408, 425, 429, 500, 502, 503, 504]

describe('a safe operation', () => {
  test.each(RETRYABLE)('is sent again after %i', async (status) => {
    const h = harness([answer(status), answer(200, { id: '7' })])
    expect(await h.run(() => h.api.getOrder(order))).toEqual({ id: '7' })
    expect(h.sent).toHaveLength(2)
  })

  test.each([400, 401, 403, 404, 409, 410, 415, 422, 501])('is not sent again after %i', async (status) => {
    const h = harness([answer(status)])
    await h.fail(() => h.api.getOrder(order))
    expect(h.sent).toHaveLength(1)
  })

  test.each<[string, Step]>([
    ['a refused connection', refuse('ECONNREFUSED')],
    ['a reset', refuse('ECONNRESET')],
    ['a body that is cut', cutBody],
    ['an attempt without an answer', stall],
    ['a body that stalls', stallBody],
  ])('is sent again after %s', async (_, step) => {
    const h = harness([step, answer(200, { id: '7' })])
    expect(await h.run(() => h.api.getOrder(order))).toEqual({ id: '7' })
    expect(h.sent).toHaveLength(2)
  })

  test('is sent as often as the policy says, and the last failure is thrown', async () => {
    const h = harness([answer(503)], { retry: { attempts: 3 } })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'server_failed',
      status: 503,
      attempts: 3,
      retryable: true,
    })
    expect(h.sent).toHaveLength(3)
  })

  test.each([true, false])('may be called again as the failure of a foreign credential says: %s', async (retryable) => {
    const authorize = () => Promise.reject(Object.assign(new Error('of another version'), { retryable }))
    const h = harness([answer(200)], { authorizer: { authorize } })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ code: 'credential_missing', retryable })
  })

  test('is sent once when the call asks for no retries', async () => {
    const h = harness([answer(503)])
    await h.fail(() => h.api.getOrder(order, { retry: false }))
    expect(h.sent).toHaveLength(1)
  })
})

test('an idempotent operation is repeated with the same path and body', async () => {
  const h = harness([answer(503), answer(200)])
  await h.run(() => h.api.cancelOrder(order))
  expect(h.sent.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['DELETE', 'https://api.example.test/v1/cefi/orders/7', ''],
    ['DELETE', 'https://api.example.test/v1/cefi/orders/7', ''],
  ])
})

describe('an operation that must not be repeated', () => {
  const settle = { createOrder: () => ({ query: 'getOrder(…)', ids: { external_id: 'x-1' } }) }

  test.each(RETRYABLE.filter((status) => status !== 429 && status !== 425))(
    'is sent once and ends unknown after %i',
    async (status) => {
      const h = harness([answer(status, { message: 'm' })], { named: { settle } })
      const error = await h.fail(() => h.api.createOrder({ body: {} }))
      expect(error).toMatchObject({
        code: 'outcome_unknown',
        status,
        attempts: 1,
        retryable: false,
        settle: settle.createOrder(),
      })
      expect(error).toHaveProperty('cause.code', 'server_failed')
      expect(h.sent).toHaveLength(1)
    },
  )

  test('is sent once after 429, which says that it was refused', async () => {
    const h = harness([answer(429, {}, { 'retry-after': '3' })])
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 3000,
    })
    expect(h.sent).toHaveLength(1)
  })

  test.each<[string, Step, string]>([
    ['a reset', refuse('ECONNRESET'), 'connection_failed'],
    ['a body that is cut', cutBody, 'connection_failed'],
    ['a body that fails as a connection does that was never made', refuseBody, 'connection_failed'],
    ['an attempt without an answer', stall, 'timed_out'],
    ['a body that stalls', stallBody, 'timed_out'],
    ['an HTML page with status 200', answer(200, '<!doctype html><p>hi</p>'), 'response_undecodable'],
    ['an empty 200', answer(200, ''), 'response_empty'],
    ['JSON that is cut', answer(200, '{"id":'), 'response_undecodable'],
  ])('is sent once and ends unknown after %s', async (_, step, cause) => {
    const h = harness([step], { named: { settle } })
    const error = await h.fail(() => h.api.createOrder({ body: {} }))
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    expect(error).toMatchObject({ attempts: 1, settle: { ids: { external_id: 'x-1' } } })
    expect(error).toHaveProperty('cause.code', cause)
    expect(h.sent).toHaveLength(1)
  })

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'is known not to have been sent after %s, and is still not repeated',
    async (code) => {
      const h = harness([refuse(code)])
      expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
        code: 'connection_failed',
        phase: 'connect',
      })
      expect(h.sent).toHaveLength(1)
    },
  )

  test('is sent again when the transport proves that nothing was written, within the policy', async () => {
    const h = harness([neverWritten, neverWritten, answer(200)])
    expect(await h.run(() => h.api.createOrder({ body: {} }))).toEqual({ ok: true })
    expect(h.sent).toHaveLength(3)
    expect(new Set(h.sent.map(({ atMs }) => atMs)).size).toBe(3)

    const once = harness([neverWritten])
    expect(await once.fail(() => once.api.createOrder({ body: {} }, { retry: false }))).toMatchObject({
      code: 'connection_failed',
      phase: 'connect',
    })
    expect(once.sent).toHaveLength(1)
  })

  test.each<[string, object]>([
    ['no status', { status: undefined }],
    ['a body that is no text', { text: () => Promise.resolve({}) }],
  ])('ends unknown when a transport of the caller answers with %s', async (_, broken) => {
    const whole = { status: 200, statusText: '', headers: new Headers(), body: null, text: () => Promise.resolve('{}') }
    const h = harness([() => ({ ...whole, ...broken }) as unknown as Response])
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ code: 'outcome_unknown', attempts: 1 })
  })

  test('is sent once when what is lost after that may have been written', async () => {
    const h = harness([neverWritten, refuse('ECONNRESET'), answer(200)])
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ code: 'outcome_unknown', attempts: 2 })
    expect(h.sent).toHaveLength(2)
  })
})

describe('an idempotent write that is refused', () => {
  const settle = { cancelOrder: () => ({ query: 'getOrder(…)', ids: { id: '7' } }) }
  const refusal = answer(404, { message: 'no such order' })

  test('after an attempt without an answer says that this one may have taken effect, and what shows it', async () => {
    const h = harness([refuse('ECONNRESET'), refusal], { named: { settle } })
    const error = await h.fail(() => h.api.cancelOrder(order))
    expect(error).toMatchObject({
      code: 'not_found',
      attempts: 2,
      message:
        'The server answered 404: no such order (an attempt before this one may have taken effect, which getOrder(…) shows)',
    })
  })

  test('at once says nothing of the kind, and neither does a read', async () => {
    const said = { message: 'The server answered 404: no such order' }
    const h = harness([refusal, refuse('ECONNRESET'), refusal], { named: { settle } })
    expect(await h.fail(() => h.api.cancelOrder(order))).toMatchObject(said)
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ ...said, attempts: 2 })
  })
})

describe('an idempotent write that is given up', () => {
  const settle = { cancelOrder: () => ({ query: 'getOrder(…)', ids: { id: '7' } }) }

  test('on its way says how to find out whether it took effect', async () => {
    const caller = new AbortController()
    const giveUp: Step = (_, signal) => {
      caller.abort()
      signal.throwIfAborted()
      return new Response()
    }
    const h = harness([giveUp], { named: { settle } })
    expect(await h.fail(() => h.api.cancelOrder(order, { signal: caller.signal }))).toMatchObject({
      code: 'aborted',
      attempts: 1,
      settle: settle.cancelOrder(),
      nextStep: expect.stringContaining('getOrder(…)') as unknown,
    })
  })

  test('while it waits to be sent again says so too', async () => {
    const caller = new AbortController()
    const h = harness([answer(503)], {
      named: { settle },
      onEvent: ({ type }) => type === 'retry' && caller.abort(),
    })
    expect(await h.fail(() => h.api.cancelOrder(order, { signal: caller.signal }))).toMatchObject({
      code: 'aborted',
      attempts: 1,
      settle: settle.cancelOrder(),
    })
  })

  test('before anything was sent says nothing of the kind, and neither does a read', async () => {
    const h = harness([stall], { named: { settle: { ...settle, getOrder: settle.cancelOrder } } })
    const before = await h.fail(() => h.api.cancelOrder(order, { signal: AbortSignal.abort() }))
    expect(before).toMatchObject({ code: 'aborted', attempts: 0, settle: undefined })
    const caller = new AbortController()
    h.runtime.after(10, () => caller.abort())
    const read = await h.fail(() => h.api.getOrder(order, { signal: caller.signal }))
    expect(read).toMatchObject({ code: 'aborted', attempts: 1, settle: undefined })
  })
})

describe('the wait before another attempt', () => {
  const waited = async (first: Step, chance = 0.5): Promise<number> => {
    const runtime = new VirtualRuntime()
    runtime.chance = () => chance
    const h = harness([first, answer(200)], { runtime })
    await h.run(() => h.api.getOrder(order))
    return (h.sent[1]?.atMs ?? 0) - (h.sent[0]?.atMs ?? 0)
  }
  const inSeconds = (runtime: VirtualRuntime, seconds: number): string =>
    new Date(runtime.trueMs() + seconds * 1000).toUTCString()

  test('is random below the bound of the attempt', async () => {
    expect(await waited(answer(503), 0.25)).toBe(0.25 * DEFAULT_RETRY.baseDelayMs)
  })

  test('is at least what Retry-After asks, in seconds', async () => {
    expect(await waited(answer(503, {}, { 'retry-after': '7' }))).toBe(7000)
  })

  test('is at least what Retry-After asks, as a date', async () => {
    expect(
      await waited((sent, signal, runtime) =>
        answer(429, {}, { 'retry-after': inSeconds(runtime, 9) })(sent, signal, runtime),
      ),
    ).toBe(9000)
  })

  test('is what x-ratelimit-reset asks when nothing remains, in seconds or as an epoch', async () => {
    expect(await waited(answer(429, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4' }))).toBe(4000)
    const epoch: Step = (sent, signal, runtime) =>
      answer(429, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(runtime.trueMs() / 1000 + 6) })(
        sent,
        signal,
        runtime,
      )
    expect(await waited(epoch)).toBe(6000)
  })

  test('ignores a Retry-After that is neither', async () => {
    expect(await waited(answer(503, {}, { 'retry-after': 'soon' }))).toBe(100)
  })

  test('is not begun when it would end with the deadline or after it', async () => {
    const h = harness([answer(429, {}, { 'retry-after': '30' })], { deadlineMs: 30_000 })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 30_000,
      attempts: 1,
    })
    expect(h.runtime.monotonicMs()).toBe(0)
  })

  test.each<[string, Step, 'getOrder' | 'createOrder', string]>([
    ['a read', answer(503), 'getOrder', 'server_failed'],
    ['a write of which nothing was written', neverWritten, 'createOrder', 'connection_failed'],
  ])(
    'sends %s no more when it took longer than the deadline, as on a machine that stood still',
    async (_, step, call, code) => {
      const runtime = new VirtualRuntime()
      const onEvent = (event: { readonly type: string }): void => {
        if (event.type === 'retry') runtime.pass(60_000)
      }
      const h = harness([step, answer(200, { id: '7' })], { runtime, onEvent, deadlineMs: 30_000 })
      expect(await h.fail(() => h.api[call]({ ...order, body: {} }))).toMatchObject({ code, attempts: 1 })
      expect(h.sent).toHaveLength(1)
    },
  )

  test('ends at once when the caller aborts', async () => {
    const controller = new AbortController()
    const h = harness([answer(503, {}, { 'retry-after': '20' })], {
      onEvent: (event) => {
        if (event.type === 'retry') queueMicrotask(() => controller.abort('enough'))
      },
    })
    const error = await h.fail(() => h.api.getOrder(order, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'aborted', attempts: 1, cause: 'enough' })
    expect(h.runtime.monotonicMs()).toBe(0)
  })
})

test('the quota stops retries when everything fails, and successes fill it again', async () => {
  let isUp = false
  const h = harness([(...sending) => answer(isUp ? 200 : 503, { id: '7' })(...sending)], { retry: { attempts: 2 } })
  const calls = 30
  for (let index = 0; index < calls; index++) await h.fail(() => h.api.getOrder(order))
  // 100 tokens pay for 20 retries; each of the 30 calls is sent at least once.
  expect(h.sent).toHaveLength(calls + 20)
  // Five successes pay for one retry.
  isUp = true
  for (let index = 0; index < 5; index++) await h.run(() => h.api.getOrder(order))
  isUp = false
  for (let index = 0; index < 2; index++) await h.fail(() => h.api.getOrder(order))
  expect(h.sent).toHaveLength(calls + 20 + 5 + 3)
})
