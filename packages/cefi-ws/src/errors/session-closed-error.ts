import { TrueMarketsError } from '@truemarkets/core'

/** The client was closed before this could finish. */
export class SessionClosedError extends TrueMarketsError {
  override readonly name = 'SessionClosedError'

  constructor(operation: string) {
    super('The client is closed.', {
      code: 'session_closed',
      operation,
      nextStep: 'Make a new client; a closed one stays closed.',
    })
  }
}
