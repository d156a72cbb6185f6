import { failedToConnect } from '#diagnostics'
import type { FailurePhase } from '../errors/connection-error.ts'
import { BodyTooLarge, readBody } from './read-body.ts'

/** The last step: puts one request on the wire. `fetch` is one. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>

/** What came back, body included. */
export interface WireAnswer {
  readonly response: Response
  readonly text: string
}

/** A request that got no complete answer, and how far it got. Turned into a typed error by the attempt around it. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure'
  readonly phase: FailurePhase
  /** The limit that the body exceeded, in bytes; undefined when it failed for another reason. */
  readonly tooLarge: number | undefined

  constructor(phase: FailurePhase, cause: unknown) {
    super(`failed in phase ${phase}`, { cause })
    this.phase = phase
    this.tooLarge = cause instanceof BodyTooLarge ? cause.limit : undefined
  }
}

/**
 * Sends one request and reads its whole answer. Redirects are never followed.
 *
 * @param orEnd Ends the wait when the attempt is ended, also for transports that ignore the signal.
 */
export async function wire(
  transport: Transport,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
  maxResponseBytes: number,
  orEnd: <Result>(work: Promise<Result>) => Promise<Result>,
): Promise<WireAnswer> {
  let phase: FailurePhase = 'headers'
  const work = async (): Promise<WireAnswer> => {
    // fetch would answer a known redirect mode with the redirect itself; 'error' throws on workerd.
    const response = await transport(url, { ...init, redirect: 'manual' })
    phase = 'body'
    if (init.signal.aborted) await response.body?.cancel()
    return { response, text: response.type === 'opaqueredirect' ? '' : await readBody(response, maxResponseBytes) }
  }
  try {
    return await orEnd(work())
  } catch (error) {
    throw new WireFailure(phase === 'headers' && neverConnected(error) ? 'connect' : phase, error)
  }
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

function neverConnected(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; depth++) {
    if (failedToConnect(at) || ('code' in at && NEVER_CONNECTED.has(at.code))) return true
    at = 'cause' in at ? at.cause : undefined
  }
  return false
}
