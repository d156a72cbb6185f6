import { openChannel } from '#platform'
import { CredentialError } from '../errors/credential-error.ts'
import { lowerCase } from '../letter-case.ts'
import { createRedactor } from '../observe/redact.ts'
import type { Reporter } from '../observe/reporter.ts'
import { readDeprecation, retryAfterMs } from '../request/headers.ts'
import { attemptError } from './attempt-error.ts'
import type { Limits } from './attempt-limits.ts'
import type { Authorizer } from './authorizer.ts'
import { explainingSkew, type ServerClock } from './clock.ts'
import type { Call, Exchange } from './exchange.ts'
import { ownConnection } from './own-connection.ts'
import type { Runtime } from './runtime.ts'
import type { AnswerHeaders, Transport, TransportInit } from './transport.ts'
import { type WireAnswer, type WireProgress, wire } from './wire.ts'

/** What an attempt works with. */
export interface AttemptTools {
  readonly runtime: Runtime
  readonly clock: ServerClock
  readonly report: Reporter | undefined
  readonly authorizer: Authorizer | undefined
  readonly authenticatePublic: boolean
  readonly transport: Transport
  readonly maxResponseBytes: number
}

/** One attempt under way. */
export interface AttemptState extends WireProgress {
  readonly number: number
  readonly limits: Limits
  /** The credential is one that was renewed for this call. When it is refused as well, another will not help. */
  readonly renewed: boolean
}

/** Sends a call once. Whatever prevents an answer is thrown as a typed error. */
export type Attempt = (call: Call, state: AttemptState) => Promise<Exchange>

const signing = /* @__PURE__ */ openChannel('sign')
const deprecations = /* @__PURE__ */ openChannel('deprecation')

/** Makes the part of the pipeline that is repeated: clock → credential → wire → observe. */
export function createAttempt(tools: AttemptTools): Attempt {
  const { runtime, clock, report, transport } = tools
  const reported = new Set<string>()

  const reportDeprecation = (call: Call, headers: AnswerHeaders): void => {
    const notice = readDeprecation(headers)
    if (notice === undefined) return
    const operation = call.operation.id
    const key = `${operation} ${call.version ?? ''}`
    if (reported.has(key)) return
    reported.add(key)
    report?.({ type: 'deprecation', operation, ...notice })
    deprecations.publish(() => ({ operation, ...notice }))
  }

  const observe = (call: Call, state: AttemptState, sent: Sent, answer: WireAnswer): Exchange => {
    const { signedMs, sentMs, authorizer, authorization } = sent
    const { response, text, receivedMs } = answer
    const { headers, status, statusText } = response
    const date = headers.get('date')
    const age = date === null ? null : headers.get('age')
    let skewMs: number | undefined
    let renewable = false
    // Where nothing was signed with a time, as in a token exchange, the body may have been.
    let refused = false
    if (status === 401) {
      const window = authorizer?.window
      skewMs = window && explainingSkew(signedMs, date, window, age)
      refused = window === undefined || skewMs !== undefined
      renewable = authorizer?.rejected?.(authorization) === true && !state.renewed
    }
    clock.observe(date, sentMs, receivedMs, { age, refused })
    if (skewMs !== undefined) report?.({ type: 'skew', operation: call.operation.id, skewMs })
    reportDeprecation(call, headers)
    return {
      call,
      status,
      statusText,
      headers,
      text,
      attempts: state.number,
      skewMs,
      renewable,
      retryAfterMs: status < 400 ? undefined : retryAfterMs(headers, status, clock.now()),
      redact: createRedactor(() => ({ ...call.headers, ...authorization }), call.body),
    }
  }

  return async (call, state) => {
    const { method, url, path, query, body, operation } = call
    const { signal, orEnd } = state.limits
    try {
      const signedMs = clock.now()
      const authorizer = authorizerFor(call, tools)
      let authorization: Sent['authorization'] = {}
      if (authorizer !== undefined) {
        const authorized = authorizer.authorize({ method, path, query, body, timeMs: signedMs, signal })
        signing.publish(() => ({ operation: operation.id, attempt: state.number }))
        authorization = authorized instanceof Promise ? await orEnd(authorized) : authorized
      }
      // Ended before it began, or while the credential was being obtained: nothing may leave any more.
      signal.throwIfAborted()
      const headers = { ...call.headers }
      // In lower case, so that a credential header replaces a header of the caller instead of joining it.
      for (const name in authorization) headers[lowerCase(name)] = authorization[name] ?? ''
      // fetch would answer a known redirect mode with the redirect itself; 'error' throws on workerd.
      const init: TransportInit = {
        method,
        headers,
        body: body === '' ? null : body,
        signal,
        redirect: 'manual',
        ...ownConnection(operation, method),
      }
      const sentMs = runtime.monotonicMs()
      const answer = await orEnd(wire(transport, url, init, tools, state))
      return observe(call, state, { signedMs, sentMs, authorizer, authorization }, answer)
    } catch (error) {
      throw attemptError(error, call, state)
    }
  }
}

/** What is remembered of a request until its answer is there. */
interface Sent {
  /** Signing time by the server's estimated clock. */
  readonly signedMs: number
  /** Sending time by the monotonic clock. */
  readonly sentMs: number
  /** What authorised it; undefined for nothing. */
  readonly authorizer: Authorizer | undefined
  /** The credential headers. */
  readonly authorization: Readonly<Record<string, string>>
}

function authorizerFor(call: Call, tools: AttemptTools): Authorizer | undefined {
  const { auth, authOptional, id } = call.operation
  if (auth === 'none') return tools.authenticatePublic ? tools.authorizer : undefined
  if (tools.authorizer === undefined && !authOptional) {
    throw new CredentialError(
      'credential_missing',
      `${id} needs credentials and the client has none.`,
      'Pass auth when making the client.',
      { operation: id },
    )
  }
  return tools.authorizer
}
