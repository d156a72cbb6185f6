/** Digits after the point that a price can have: the exchange counts in units of 10^-18. */
const SCALE = 18

/**
 * An exact decimal as an integer of 10^-18, for comparing.
 *
 * @returns undefined for anything but digits with at most one point, a sign before them, and at most 18 decimals.
 */
export function scaled(text: string): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const trimmed = fraction.length > SCALE ? fraction.replace(/0+$/, '') : fraction
  if (trimmed.length > SCALE) return undefined
  const value = BigInt(whole + trimmed.padEnd(SCALE, '0'))
  return sign === '' ? value : -value
}

/** What a quantity says, without making a number of it. */
export type QuantityKind = 'zero' | 'positive' | 'negative' | 'invalid'

export function quantityKind(text: string): QuantityKind {
  const negative = text.charCodeAt(0) === 45
  let points = 0
  let zero = true
  let digits = 0
  for (let index = negative ? 1 : 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 46) points++
    else if (code < 48 || code > 57) return 'invalid'
    else {
      digits++
      if (code !== 48) zero = false
    }
  }
  if (digits === 0 || points > 1) return 'invalid'
  if (zero) return 'zero'
  return negative ? 'negative' : 'positive'
}
