import { type Decimal, floorTo, ONE, parseDecimal } from '../exchange/decimal.ts'
import { type ApiError, invalidField } from '../server/api-error.ts'

/** Reads a positive plain decimal; the live service also takes one without a leading zero, such as `.0001`. */
export function readAmount(field: string, text: string): Decimal {
  const value = parseDecimal(text.startsWith('.') ? `0${text}` : text)
  if (value === undefined || value <= 0n) throw invalidField(field, 'must be a positive decimal')
  return value
}

/** The refusal of an amount that is too small to be traded or sent. */
export function belowMinimum(): ApiError {
  return invalidField('qty', 'is below the minimum', { code: 'amount_below_minimum' })
}

/** Cuts an amount to what a token can express. */
export function toTokenPrecision(value: Decimal, decimals: number): Decimal {
  return decimals >= 18 ? value : floorTo(value, ONE / 10n ** BigInt(decimals))
}
