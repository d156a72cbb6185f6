/**
 * Exact decimals as bigint, scaled by 10^18: the scale that the sentinel prices of the EBBO channel reveal.
 * Money never passes through a JavaScript number.
 */
export type Decimal = bigint

const SCALE_DIGITS = 18
export const ONE: Decimal = 10n ** 18n

const FORM = /^(-?)([0-9]{1,20})(?:\.([0-9]{1,18}))?$/

/** Reads decimal text; `undefined` when the text is not a plain decimal that fits the scale. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '0', fraction = ''] = match
  const scaled = BigInt(whole) * ONE + BigInt(fraction.padEnd(SCALE_DIGITS, '0'))
  return sign === '-' ? -scaled : scaled
}

/** Reads decimal text that we wrote ourselves (tables, defaults); refuses anything else loudly. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === undefined) throw new TypeError(`"${text}" is not a decimal with at most 18 fraction digits.`)
  return value
}

/** Writes the shortest exact text: no exponent, no trailing zeros, `0` for zero. */
export function formatDecimal(value: Decimal): string {
  const magnitude = value < 0n ? -value : value
  const fraction = (magnitude % ONE).toString().padStart(SCALE_DIGITS, '0').replace(/0+$/, '')
  const text = fraction === '' ? `${magnitude / ONE}` : `${magnitude / ONE}.${fraction}`
  return value < 0n ? `-${text}` : text
}

/** Product, cut towards zero at the eighteenth fraction digit. */
export function multiply(left: Decimal, right: Decimal): Decimal {
  return (left * right) / ONE
}

/** Quotient, cut towards zero at the eighteenth fraction digit. */
export function divide(left: Decimal, right: Decimal): Decimal {
  return (left * ONE) / right
}

/** The largest multiple of `step` that is not above `value` (both positive). */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  return value - (value % step)
}

export function min(left: Decimal, right: Decimal): Decimal {
  return left < right ? left : right
}
