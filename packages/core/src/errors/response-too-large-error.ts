import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** The answer is larger than `maxResponseBytes`; reading stopped there. */
export class ResponseTooLargeError extends TrueMarketsError {
  override readonly name = 'ResponseTooLargeError'
  /** The limit, in bytes. */
  readonly limitBytes: number

  constructor(limitBytes: number, details: ErrorDetails) {
    super(`The answer exceeds ${limitBytes} bytes.`, {
      ...details,
      code: 'response_too_large',
      nextStep: 'Ask for smaller pages, or raise maxResponseBytes.',
    })
    this.limitBytes = limitBytes
  }
}
