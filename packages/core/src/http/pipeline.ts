import { checkBaseUrl } from '../environments.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { createReporter } from '../observe/reporter.ts'
import type { OperationTable } from '../operations/operation.ts'
import { checkKinds, type OptionKind } from '../options.ts'
import { LightRequest, type LightRequestInit } from '../request/light-request.ts'
import { createPrepare } from '../request/prepare-call.ts'
import { bufferedResponse } from '../response/buffered-response.ts'
import { type AttemptTools, createAttempt } from './attempt.ts'
import type { Authorizer } from './authorizer.ts'
import { createServerClock, type ServerClock } from './clock.ts'
import type { Exchange } from './exchange.ts'
import { createRetryQuota } from './quota.ts'
import { createRepeat } from './repeat.ts'
import { systemRuntime } from './runtime.ts'
import type { TransportOptions } from './transport-options.ts'
import { createVersioning, type VersionOptions } from './versioning.ts'

/** What a pipeline is made of. Everything but `baseUrl` and `operations` has a default. */
export interface PipelineOptions extends TransportOptions {
  /** Base URL of the API, without a trailing slash. Requests to any other origin are refused. */
  readonly baseUrl: string
  /** The generated operation table; it decides credentials and retries. */
  readonly operations: OperationTable
  /** Credentials. Default: none, and operations that need some are refused before sending. */
  readonly authorizer?: Authorizer | undefined
  /** Whether operations that need no credentials get them too. Default: false. */
  readonly authenticatePublic?: boolean | undefined
  /** Schema versioning, for APIs that have it. Default: none. */
  readonly version?: VersionOptions | undefined
}

/** The hand-written way to the wire, as a plain `fetch`. */
export interface Pipeline {
  /**
   * `fetch` with our versioning, signing, retries and limits. Answers of every status are returned; what prevents an
   * answer is thrown as a typed error.
   */
  fetch(input: string | URL | Request | LightRequest, init?: LightRequestInit): Promise<Response>
  /** What `fetch` does, for the named operations: they read the exchange and need no `Response` made of it. */
  send(request: LightRequest): Promise<Exchange>
  /** The estimate of the server's clock. */
  readonly clock: ServerClock
  /** The base URL, checked. */
  readonly baseUrl: string
}

const KINDS: { readonly [name in keyof PipelineOptions]?: OptionKind } = {
  fetch: 'function',
  maxResponseBytes: 'limit',
  userAgent: 'text',
  clock: ['now', 'offsetMs', 'observe'],
  runtime: ['wallMs', 'monotonicMs', 'random', 'after'],
  logger: ['debug', 'warn'],
  onEvent: 'function',
  authenticatePublic: 'boolean',
}

const DEFAULT_MAX_RESPONSE_BYTES = 16 * 1024 * 1024

/**
 * Builds the pipeline. The order of a call is stated here and nowhere else:
 *
 * ```
 * version → attempt { clock → credential → wire → observe } → decode → result or typed error
 * ```
 *
 * `version` settles the headers once, as the last step of `createPrepare`; `attempt` is `createAttempt` and is repeated by
 * `createRepeat`, so that every attempt has its own time and signature over the exact bytes sent; `decode` belongs to the
 * named operations.
 *
 * @throws {ConfigurationError} for a base URL that cannot be used, or an option of another kind than it takes.
 * @example
 * ```ts
 * const pipeline = createPipeline({ baseUrl: 'https://api.example.com/v1', operations: {} })
 * const response = await pipeline.fetch('/orders')
 * response.status // 200
 * ```
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  checkKinds(options, KINDS)
  const baseUrl = checkBaseUrl(options.baseUrl, 'baseUrl')
  const base = new URL(baseUrl)
  if (!base.protocol.startsWith('http')) {
    throw new ConfigurationError(
      'option_invalid',
      'The base URL is not an HTTP URL.',
      'Write it with https://, or with http:// on loopback.',
    )
  }
  const runtime = options.runtime ?? systemRuntime
  const clock = options.clock ?? createServerClock(runtime)
  const report = createReporter(options.logger, options.onEvent)
  const tools: AttemptTools = {
    runtime,
    clock,
    report,
    authorizer: options.authorizer,
    authenticatePublic: options.authenticatePublic ?? false,
    transport: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    maxResponseBytes: options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
  }
  const { timeoutMs, deadlineMs, retry, userAgent, operations } = options
  const version = options.version && createVersioning(options.version, clock, report)
  const prepare = createPrepare({ base, operations, version, timeoutMs, deadlineMs, retry, userAgent })
  const attempt = createAttempt(tools)
  const repeat = createRepeat(attempt, { runtime, report, quota: createRetryQuota() })

  const send = async (request: LightRequest): Promise<Exchange> => await repeat(prepare(request))

  return {
    clock,
    baseUrl,
    send,
    fetch: async (input, init) => bufferedResponse(await send(await toLightRequest(input, init))),
  }
}

async function toLightRequest(
  input: string | URL | Request | LightRequest,
  init?: LightRequestInit,
): Promise<LightRequest> {
  if (input instanceof LightRequest && init === undefined) return input
  if (typeof input === 'string' || input instanceof URL) return new LightRequest(input, init)
  const body = await input.text()
  return new LightRequest(input.url, {
    method: input.method,
    headers: input.headers,
    body: body === '' ? undefined : body,
    signal: input.signal,
    ...(input instanceof LightRequest ? { call: input.call } : {}),
    ...init,
  })
}
