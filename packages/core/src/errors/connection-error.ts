import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/**
 * How far a request got before it failed. `connect`: provably nothing was sent. `headers`: it may have been sent, no
 * answer began. `body`: the answer began and was cut.
 */
export type FailurePhase = 'connect' | 'headers' | 'body'

/** The network failed. For operations that must not be repeated see {@link OutcomeUnknownError}. */
export class ConnectionError extends TrueMarketsError {
  override readonly name = 'ConnectionError'
  /** How far the request got. */
  readonly phase: FailurePhase

  constructor(phase: FailurePhase, details: ErrorDetails) {
    const what = {
      connect: 'No connection to the server could be made.',
      headers: 'The connection failed before an answer began.',
      body: 'The connection failed in the middle of the answer.',
    }[phase]
    super(what, {
      ...details,
      code: 'connection_failed',
      retryable: true,
      nextStep:
        phase === 'connect'
          ? 'Check the host name, the network and its proxy, for UAT the VPN, and for the sandbox that it runs.'
          : 'Try again; the cause holds what the runtime reported.',
    })
    this.phase = phase
  }
}
