import { failedToConnect } from '#platform'
import type { FailurePhase } from '../errors/connection-error.ts'
import { BodyTooLarge, discardBody, readBody } from '../response/read-body.ts'
import type { Runtime } from './runtime.ts'
import { NotSent, type Transport, type TransportAnswer, type TransportInit } from './transport.ts'

/** What came back, body included. */
export interface WireAnswer {
  readonly response: TransportAnswer
  readonly text: string
  /** When the answer began, by the monotonic clock. */
  readonly receivedMs: number
}

/** How far a request got: undefined before it was handed to the transport, then `headers`, then `body`. */
export interface WireProgress {
  reached: Exclude<FailurePhase, 'connect'> | undefined
  /** HTTP status, once an answer has begun. */
  status: number | undefined
}

/** Sends one request and reads its whole answer, noting how far it gets. */
export async function wire(
  transport: Transport,
  url: string,
  init: TransportInit,
  { maxResponseBytes, runtime }: { readonly maxResponseBytes: number; readonly runtime: Pick<Runtime, 'monotonicMs'> },
  progress: WireProgress,
): Promise<WireAnswer> {
  progress.reached = 'headers'
  const response = await transport(url, init)
  const receivedMs = runtime.monotonicMs()
  progress.reached = 'body'
  progress.status = response.status
  if (init.signal.aborted) await discardBody(response)
  const text: unknown = await readBody(response, maxResponseBytes).catch((error: unknown) => {
    // What a refusal means its status says; the reason is for people.
    if (error instanceof BodyTooLarge && response.status >= 400) return ''
    throw error
  })
  // What no status and no text tells of is no refusal either: of a write it leaves everything open.
  if (!Number.isInteger(response.status) || typeof text !== 'string')
    throw new TypeError('The transport gave no answer.')
  return { response, text, receivedMs }
}

/**
 * Codes that say the connection was never made, so that nothing can have been sent, on whatever runtime.
 *
 * A kept-alive connection that dies under a request has no code of its own. A request that undici has not written yet it
 * moves to another connection by itself when the server ended the old one in order; when it was reset, undici fails every
 * waiting request with `ECONNRESET`, written or not, and the errors are the same (of 579 in a race on Node.js 24, 478 had
 * not been written). Its channel `undici:client:sendHeaders` tells them apart, but not for HTTP/2 in undici 6, where a
 * written order would pass for one that was not. So what comes from fetch proves nothing here, and a write is not repeated.
 */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ConnectionRefused',
])

/** Whether a failure of the transport proves that there was no connection. */
export function neverConnected(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; depth++) {
    if (at instanceof NotSent || failedToConnect(at) || ('code' in at && NEVER_CONNECTED.has(at.code))) return true
    at = 'cause' in at ? at.cause : undefined
  }
  return false
}
