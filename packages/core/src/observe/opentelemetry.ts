import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'

/** The part of an OpenTelemetry span that is used. */
export interface OpenTelemetrySpan {
  setAttribute(name: string, value: string | number): unknown
  setStatus(status: { readonly code: number }): unknown
  end(): void
}

/** The part of `@opentelemetry/api` that is used; pass the module itself. */
export interface OpenTelemetryApi<Context, Span extends OpenTelemetrySpan> {
  /** Makes spans. */
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { readonly kind: number }, context: Context): Span
    }
    setSpan(context: Context, span: Span): Context
  }
  /** Knows the span that is active. */
  readonly context: { active(): Context }
}

/** `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of the OpenTelemetry API. */
const KIND_CLIENT = 2
const STATUS_ERROR = 2

/** What the messages of the channels may hold; see `Channel.trace`. */
interface Message {
  readonly operation?: string
  readonly method?: string
  readonly path?: string
  readonly attempt?: number
  /** The summary of `Channel.trace`. */
  readonly result?: unknown
  readonly error?: unknown
}

/**
 * Makes an OpenTelemetry span of every call and, inside it, of every attempt and token renewal.
 *
 * Spans hold the operation, method, path template, status and error code: no path, query, header or body.
 *
 * @param api The module `@opentelemetry/api`, which stays the program's own dependency.
 * @returns A function that ends the subscription.
 * @example
 * ```ts
 * import * as api from '@opentelemetry/api'
 * import { traceWithOpenTelemetry } from '@truemarkets/core/opentelemetry'
 *
 * const stop = traceWithOpenTelemetry(api)
 * ```
 */
export function traceWithOpenTelemetry<Context, Span extends OpenTelemetrySpan>(
  api: OpenTelemetryApi<Context, Span>,
): () => void {
  const tracer = api.trace.getTracer('@truemarkets/core')
  const parents = new AsyncLocalStorage<Context>()
  const stops = (['request', 'attempt', 'token'] as const).map((name) => {
    const channel = tracingChannel<unknown, object>(`truemarkets:${name}`)
    const spans = new WeakMap<object, Span>()
    const begin = (message: Message): Context => {
      const parent = parents.getStore() ?? api.context.active()
      const span = tracer.startSpan(
        `truemarkets ${name} ${message.operation ?? ''}`.trim(),
        { kind: KIND_CLIENT },
        parent,
      )
      describe(span, message)
      spans.set(message, span)
      return api.trace.setSpan(parent, span)
    }
    const finish = (message: Message): void => {
      const span = spans.get(message)
      if (span === undefined) return
      const status = statusOf(message.result)
      if (status !== undefined) span.setAttribute('http.response.status_code', status)
      if (message.error !== undefined) fail(span, message.error)
      span.end()
    }
    const handlers = { start() {}, end() {}, asyncStart() {}, asyncEnd: finish, error() {} }
    channel.start.bindStore(parents, begin)
    channel.subscribe(handlers)
    return () => {
      channel.start.unbindStore(parents)
      channel.unsubscribe(handlers)
    }
  })
  return () => {
    for (const stop of stops) stop()
  }
}

function describe(span: OpenTelemetrySpan, { operation, method, path, attempt }: Message): void {
  if (operation !== undefined) span.setAttribute('truemarkets.operation', operation)
  if (method !== undefined) span.setAttribute('http.request.method', method)
  if (path !== undefined) span.setAttribute('url.template', path)
  if (attempt !== undefined) span.setAttribute('http.request.resend_count', attempt - 1)
}

function statusOf(result: unknown): number | undefined {
  const status = typeof result === 'object' && result !== null && 'status' in result ? result.status : undefined
  return typeof status === 'number' ? status : undefined
}

function fail(span: OpenTelemetrySpan, error: unknown): void {
  span.setStatus({ code: STATUS_ERROR })
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  // The code is of a closed set; messages stay out, they may quote the server.
  span.setAttribute('error.type', typeof code === 'string' ? code : 'unknown')
}
