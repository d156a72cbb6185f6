import { TrueMarketsError } from './true-markets-error.ts'

/** What is no plain decimal was given to exact arithmetic, or what is no time to the functions for nanoseconds. */
export class DecimalError extends TrueMarketsError {
  override readonly name = 'DecimalError'

  constructor(message: string, nextStep: string) {
    super(message, { code: 'decimal_invalid', nextStep })
  }
}
