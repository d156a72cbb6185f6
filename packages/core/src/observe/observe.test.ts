import { tracingChannel } from 'node:diagnostics_channel'
import { describe, expect, test } from 'vitest'
import { answer, harness } from '../../test/harness.ts'
import { openChannel } from './diagnostics.node.ts'
import { openChannel as openPortable } from './diagnostics.portable.ts'
import { createRedactor } from './redact.ts'
import { createReporter } from './reporter.ts'

const order = { path: { id: '7' } }

test('the events of a call tell its story in order', async () => {
  const h = harness([answer(503), answer(200)])
  await h.run(() => h.api.getOrder(order))
  expect(h.events).toEqual([
    { type: 'request', operation: 'getOrder', method: 'GET', path: '/orders/{id}' },
    { type: 'attempt', operation: 'getOrder', attempt: 1, status: 503, durationMs: 0, errorCode: undefined },
    { type: 'retry', operation: 'getOrder', attempt: 1, delayMs: 100, reason: 'status 503' },
    { type: 'attempt', operation: 'getOrder', attempt: 2, status: 200, durationMs: 0, errorCode: undefined },
  ])
})

test('a line of the log has whole milliseconds, and no member without a value', () => {
  const lines: unknown[] = []
  const report = createReporter({ debug: (...line) => lines.push(line), warn() {} }, undefined)
  const attempt = { operation: 'getOrder', attempt: 1, status: 200, durationMs: 179.353579, errorCode: undefined }
  report?.({ type: 'attempt', ...attempt })
  expect(lines).toStrictEqual([
    ['truemarkets attempt', { operation: 'getOrder', attempt: 1, status: 200, durationMs: 179 }],
  ])
})

test('a listener that throws does not break the call, and its words are not logged', async () => {
  const lines: string[] = []
  const h = harness([answer(200)], {
    onEvent: () => {
      throw new Error('planted-words')
    },
    logger: { debug: () => {}, warn: (message, fields) => lines.push(message + JSON.stringify(fields)) },
  })
  expect(await h.run(() => h.api.getOrder(order))).toEqual({ ok: true })
  expect(lines[0]).toBe('truemarkets listener threw{"event":"request"}')
  expect(lines.join('')).not.toContain('planted')
})

test('a listener that is async and fails ends no program, and its words are not logged', async () => {
  const lines: string[] = []
  const h = harness([answer(200)], {
    // oxlint-disable-next-line typescript/no-misused-promises -- as a caller does it who does not lint.
    onEvent: async () => await Promise.reject(new Error('planted-listener')),
    logger: { debug() {}, warn: (message, fields) => lines.push(message + JSON.stringify(fields)) },
  })
  await h.run(() => h.api.getHealth())
  // vitest fails a run with a rejection that nobody sees.
  expect(lines).toEqual([
    'truemarkets listener threw{"event":"request"}',
    'truemarkets listener threw{"event":"attempt"}',
  ])
})

test('a logger that throws does not break the call either', async () => {
  const broken = (): never => {
    throw new Error('disk full')
  }
  const h = harness([answer(200)], { logger: { debug: broken, warn: broken } })
  expect(await h.run(() => h.api.createOrder({ body: {} }))).toEqual({ ok: true })
})

test('there is no reporter where nobody listens', () => {
  expect(createReporter(undefined, undefined)).toBeUndefined()
})

describe('diagnostics channels', () => {
  test('trace requests, attempts and signatures while somebody listens', async () => {
    const seen: string[] = []
    const names = ['request', 'attempt', 'sign'] as const
    const subscriptions = names.map((name) => {
      const channel = tracingChannel(`truemarkets:${name}`)
      const handlers = {
        start: (message: unknown) => void seen.push(`${name} start ${JSON.stringify(message)}`),
        asyncEnd: (message: unknown) =>
          void seen.push(`${name} end ${JSON.stringify((message as { result: unknown }).result)}`),
        end: () => {},
        asyncStart: () => {},
        error: () => {},
      }
      channel.subscribe(handlers)
      return () => channel.unsubscribe(handlers)
    })
    const h = harness([answer(200)])
    await h.run(() => h.api.getOrder(order))
    for (const unsubscribe of subscriptions) unsubscribe()
    expect(seen).toEqual([
      'request start {"operation":"getOrder","method":"GET","path":"/orders/{id}"}',
      'attempt start {"operation":"getOrder","attempt":1}',
      'sign start {"operation":"getOrder","attempt":1}',
      'attempt end {"status":200,"attempts":1}',
      'request end {"status":200,"attempts":1}',
    ])
  })

  test.each([
    ['node', openChannel],
    ['portable', openPortable],
  ])('build no context while nobody listens: %s', async (_, open) => {
    const channel = open('token')
    const context = (): object => {
      throw new Error('built')
    }
    channel.publish(context)
    expect(await channel.trace(() => Promise.resolve(7), context, context)).toBe(7)
  })
})

describe('redaction', () => {
  const token = 'eyJhbGciOi.planted.token-0001'
  const members = ['refresh_token', 'access_token', 'signature', 'secret', 'd']
  const body = { qty: '100', signatures: ['stamp-000000000001', 'stamp-000000000002'] }
  const redact = createRedactor(
    () => ({ Authorization: `Bearer ${token}`, 'X-Truex-Timestamp': '1700000000' }),
    JSON.stringify({ ...body, ...Object.fromEntries(members.map((name) => [name, `planted-value-of-${name}`])) }),
  )

  test('takes out headers, tokens and stamps wherever they stand', () => {
    expect(redact(`a ${token} b Bearer ${token} c stamp-000000000002`)).toBe('a [redacted] b [redacted] c [redacted]')
  })

  test.each(members)('takes out the member %s of a body', (name) => {
    expect(redact(`the ${name} is planted-value-of-${name}`)).toBe(`the ${name} is [redacted]`)
  })

  test('leaves ordinary values', () => {
    expect(redact('qty 100 at 1700000000')).toBe('qty 100 at 1700000000')
  })
})
