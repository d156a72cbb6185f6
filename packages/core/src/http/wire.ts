import { failedToConnect } from '#diagnostics'
import type { FailurePhase } from '../errors/connection-error.ts'
import { readBody } from './read-body.ts'
import type { Runtime } from './runtime.ts'

/** The last step: puts one request on the wire. `fetch` is one. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>

/** What came back, body included. */
export interface WireAnswer {
  readonly response: Response
  readonly text: string
  /** When the answer began, by the monotonic clock. */
  readonly receivedMs: number
}

/** How far a request got: undefined before it was handed to the transport, then `headers`, then `body`. */
export interface WireProgress {
  reached: Exclude<FailurePhase, 'connect'> | undefined
}

/** Sends one request and reads its whole answer, noting how far it gets. */
export async function wire(
  transport: Transport,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
  { maxResponseBytes, runtime }: { readonly maxResponseBytes: number; readonly runtime: Pick<Runtime, 'monotonicMs'> },
  progress: WireProgress,
): Promise<WireAnswer> {
  progress.reached = 'headers'
  const response = await transport(url, init)
  const receivedMs = runtime.monotonicMs()
  progress.reached = 'body'
  if (init.signal.aborted) await response.body?.cancel()
  const text = response.type === 'opaqueredirect' ? '' : await readBody(response, maxResponseBytes)
  return { response, text, receivedMs }
}

/** Codes that say the connection was never made, so that nothing can have been sent, on whatever runtime. */
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
    if (failedToConnect(at) || ('code' in at && NEVER_CONNECTED.has(at.code))) return true
    at = 'cause' in at ? at.cause : undefined
  }
  return false
}
