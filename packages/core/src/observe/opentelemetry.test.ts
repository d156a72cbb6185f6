import { afterEach, expect, test } from 'vitest'
import { answer, harness, refuse } from '../../test/harness.ts'
import { type OpenTelemetrySpan, traceWithOpenTelemetry } from './opentelemetry.ts'

const order = { path: { id: 'planted-id' } }

interface RecordedSpan {
  readonly name: string
  readonly parent: string
  readonly attributes: Record<string, string | number>
  status: number
  ended: number
}

/** A stand-in for `@opentelemetry/api` whose contexts are names of spans. */
function recorder() {
  const spans: RecordedSpan[] = []
  const api = {
    trace: {
      getTracer: () => ({
        startSpan(name: string, _options: { readonly kind: number }, parent: string) {
          const span: RecordedSpan = { name, parent, attributes: {}, status: 0, ended: 0 }
          spans.push(span)
          return {
            name,
            setAttribute: (key: string, value: string | number) => {
              span.attributes[key] = value
            },
            setStatus: ({ code }: { readonly code: number }) => {
              span.status = code
            },
            end: () => {
              span.ended++
            },
          }
        },
      }),
      setSpan: (_context: string, span: OpenTelemetrySpan & { readonly name: string }) => span.name,
    },
    context: { active: () => 'root' },
  }
  return { spans, api }
}

let stop = (): void => {}
afterEach(() => stop())

test('a call is a span, and its attempts are spans inside it', async () => {
  const { spans, api } = recorder()
  stop = traceWithOpenTelemetry(api)
  const h = harness([answer(503), answer(200)])
  await h.run(() => h.api.getOrder(order))
  expect(spans).toEqual([
    {
      name: 'truemarkets request getOrder',
      parent: 'root',
      attributes: {
        'truemarkets.operation': 'getOrder',
        'http.request.method': 'GET',
        'url.template': '/orders/{id}',
        'http.response.status_code': 200,
      },
      status: 0,
      ended: 1,
    },
    ...[503, 200].map((status, index) => ({
      name: 'truemarkets attempt getOrder',
      parent: 'truemarkets request getOrder',
      attributes: {
        'truemarkets.operation': 'getOrder',
        'http.request.resend_count': index,
        'http.response.status_code': status,
      },
      status: 0,
      ended: 1,
    })),
  ])
})

test('a failure ends its spans with the code and none of the words', async () => {
  const { spans, api } = recorder()
  stop = traceWithOpenTelemetry(api)
  const h = harness([answer(302, '', { location: 'https://planted.test' })])
  await h.fail(() => h.api.getOrder(order))
  expect(spans.map(({ status, ended }) => [status, ended])).toEqual([
    [2, 1],
    [0, 1],
  ])
  expect(spans[0]?.attributes).toMatchObject({ 'error.type': 'redirect_refused' })
  expect(JSON.stringify(spans)).not.toContain('planted')
})

test('a failed attempt has the code of its error too', async () => {
  const { spans, api } = recorder()
  stop = traceWithOpenTelemetry(api)
  const h = harness([refuse('ECONNRESET')])
  await h.fail(() => h.api.createOrder({ body: {} }))
  expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['outcome_unknown', 'connection_failed'])
})

test('nothing is recorded any more once it is stopped', async () => {
  const { spans, api } = recorder()
  traceWithOpenTelemetry(api)()
  const h = harness([answer(200)])
  await h.run(() => h.api.getOrder(order))
  expect(spans).toEqual([])
})
