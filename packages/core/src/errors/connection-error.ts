import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/**
 * How far a request got before it failed. `connect`: provably nothing was sent. `headers`: it may have been sent, no
 * answer began. `body`: the answer began and was cut.
 */
export type FailurePhase = 'connect' | 'headers' | 'body'

const said: Readonly<Record<FailurePhase, readonly [message: string, nextStep: string]>> = {
  connect: [
    'No connection to the server could be made.',
    'Check the host name, the network and its proxy, for UAT the VPN, and for the sandbox that it runs.',
  ],
  headers: [
    'The connection failed before an answer began.',
    'Try again; the cause holds what the runtime reported, and of an origin that is not permitted (CORS) a browser reports no more.',
  ],
  body: ['The connection failed in the middle of the answer.', 'Try again; the cause holds what the runtime reported.'],
}

/** The network failed. For operations that must not be repeated see {@link OutcomeUnknownError}. */
export class ConnectionError extends TrueMarketsError {
  override readonly name = 'ConnectionError'
  /** How far the request got. */
  readonly phase: FailurePhase

  constructor(phase: FailurePhase, details: ErrorDetails) {
    const [message, nextStep] = said[phase]
    super(message, { ...details, code: 'connection_failed', retryable: true, nextStep })
    this.phase = phase
  }
}
