import { ConfigurationError } from '../errors/configuration-error.ts'
import { ValidationError } from '../errors/validation-error.ts'
import type { Call } from '../http/exchange.ts'
import { applyLimits, DEFAULT_LIMITS } from '../http/limits.ts'
import type { Versioning } from '../http/versioning.ts'
import { createMatcher } from '../operations/match-operation.ts'
import type { CallOptions, OperationTable } from '../operations/operation.ts'
import { checkKinds } from '../options.ts'
import { CORE_VERSION } from '../version.ts'
import type { LightRequest } from './light-request.ts'
import { createUrlResolver } from './wire-url.ts'

/** What preparing needs to know of a client. */
export interface PrepareOptions extends Pick<CallOptions, 'timeoutMs' | 'deadlineMs' | 'retry'> {
  readonly base: URL
  readonly operations: OperationTable
  readonly version: Versioning | undefined
  readonly userAgent?: string | undefined
}

/** What these APIs take and give. */
const JSON_TYPE = 'application/json'

/** Makes the step that settles everything about a call that does not change between attempts. */
export function createPrepare(options: PrepareOptions): (request: LightRequest) => Call {
  const { base, version, userAgent = `truemarkets-ts/${CORE_VERSION}` } = options
  checkHeader('user-agent', userAgent)
  const resolve = createUrlResolver(base)
  const match = createMatcher(options.operations, base.pathname)
  const limits = applyLimits(DEFAULT_LIMITS, options)
  return (request) => {
    const { call, method, body = '' } = request
    const signal = call.signal ?? request.signal
    if (signal !== undefined) checkKinds({ signal }, { signal: 'signal' })
    const { href, path, query } = resolve(request.url)
    const operation = call.operation ?? match(method, path)
    const headers: Record<string, string> = { 'user-agent': userAgent, accept: JSON_TYPE }
    if (body !== '') headers['content-type'] = operation.bodyType ?? JSON_TYPE
    const add = (name: string, value: string): void => {
      headers[name] = checkHeader(name, value)
    }
    request.forEachHeader(add)
    checkMembers('headers', call.headers)
    for (const name in call.headers) if (call.headers[name] !== undefined) add(name.toLowerCase(), call.headers[name])
    return {
      operation,
      url: href,
      path,
      query,
      method,
      headers,
      body,
      limits: applyLimits(limits, call),
      signal,
      version: version === undefined ? call.schemaVersion : version(headers, operation, call.schemaVersion),
      settle: call.settle?.(headers),
    }
  }
}

/**
 * Refuses a collection in place of an object, for example `Headers`, a `Map` or `URLSearchParams`: it has no members of its
 * own, so that nothing of it would be sent.
 *
 * @throws {ConfigurationError} `option_invalid`, naming the part.
 */
export function checkMembers(name: string, value: unknown): void {
  if (value === undefined || value === null || (typeof value === 'object' && !(Symbol.iterator in value))) return
  throw new ConfigurationError(
    'option_invalid',
    `${name} is not an object of names and values.`,
    'Pass { name: value }; Object.fromEntries makes one of Headers, a Map or URLSearchParams.',
  )
}

/** What the transport says of the connection and of the length of the body (RFC 9110, 7.6.1 and 8.6). */
const TRANSPORT_HEADERS: ReadonlySet<string> = new Set(
  'connection content-length expect keep-alive transfer-encoding upgrade'.split(' '),
)

/** Refused here, because fetch would refuse it later, as if the network had failed, in words that quote the value. */
function checkHeader(name: string, value: string): string {
  if (TRANSPORT_HEADERS.has(name)) {
    throw new ValidationError('A header is not for the caller to send.', [
      { path: `header/${name}`, message: 'must be left out: the transport writes it' },
    ])
  }
  const isText = typeof value === 'string' && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)
  if (isText && /^[\w!#$%&'*+.^`|~-]+$/.test(name)) return value
  throw new ValidationError('A header cannot be sent as it is.', [
    { path: `header/${name}`, message: 'must be a header name, and text without line breaks' },
  ])
}
