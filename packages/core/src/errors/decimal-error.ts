import { TrueMarketsError } from './true-markets-error.ts'

/** A text that is not a plain decimal was given to exact arithmetic. */
export class DecimalError extends TrueMarketsError {
  override readonly name = 'DecimalError'

  constructor(message: string) {
    super(message, {
      code: 'decimal_invalid',
      nextStep: 'Pass a plain decimal such as "110865.50": digits, at most one point, no exponent.',
    })
  }
}
