import { DecimalError } from '../errors/decimal-error.ts'

/** An exact decimal: `units × 10^-scale`. */
interface Scaled {
  readonly units: bigint
  readonly scale: number
}

/**
 * Compares two decimal strings exactly.
 *
 * @returns -1, 0 or 1.
 * @throws {DecimalError} when either is not a plain decimal.
 * @example
 * ```ts
 * compare('1.50', '1.5') // 0
 * ```
 */
export function compare(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = align(parse(a), parse(b))
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * Adds two decimal strings exactly. Trailing zeros after the point are kept as the longer operand has them.
 *
 * @throws {DecimalError} when either is not a plain decimal.
 * @example
 * ```ts
 * add('0.1', '0.20') // '0.30'
 * ```
 */
export function add(a: string, b: string): string {
  return combine(a, b, (left, right) => left + right)
}

/**
 * Subtracts the second decimal string from the first, exactly.
 *
 * @throws {DecimalError} when either is not a plain decimal.
 * @example
 * ```ts
 * sub('1', '0.25') // '0.75'
 * ```
 */
export function sub(a: string, b: string): string {
  return combine(a, b, (left, right) => left - right)
}

/**
 * Multiplies two decimal strings exactly; the result has as many decimals as both together.
 *
 * @throws {DecimalError} when either is not a plain decimal.
 * @example
 * ```ts
 * mul('110865.50', '0.01') // '1108.6550'
 * ```
 */
export function mul(a: string, b: string): string {
  const left = parse(a)
  const right = parse(b)
  return format({ units: left.units * right.units, scale: left.scale + right.scale })
}

/**
 * The largest multiple of a step that is not above a decimal: a price on its tick, a quantity on its increment. The result has as
 * many decimals as the step.
 *
 * @throws {DecimalError} when either is not a plain decimal, or the step is not above zero.
 * @example
 * ```ts
 * floor('110867.38', '0.5') // '110867.0'
 * ```
 */
export function floor(value: string, step: string): string {
  return div(value, '1', step)
}

/**
 * The smallest multiple of a step that is not below a decimal, as {@link floor}.
 *
 * @throws {DecimalError} as {@link floor}.
 * @example
 * ```ts
 * ceil('110867.38', '0.5') // '110867.5'
 * ```
 */
export function ceil(value: string, step: string): string {
  return sub('0', floor(sub('0', value), step))
}

/**
 * Divides two decimal strings: the largest multiple of a step that is not above the quotient.
 *
 * @throws {DecimalError} when one is not a plain decimal, the divisor is zero, or the step is not above zero.
 * @example
 * ```ts
 * div('100', '110865.50', '0.0001') // '0.0009'
 * ```
 */
export function div(a: string, b: string, step: string): string {
  const dividend = parse(a)
  const divisor = parse(b)
  const unit = parse(step)
  if (divisor.units === 0n)
    throw new DecimalError('Nothing can be divided by zero.', 'Pass a divisor that is not zero.')
  if (unit.units <= 0n) throw new DecimalError('The step is not above zero.', 'Pass a step such as "0.01".')
  const numerator = dividend.units * 10n ** BigInt(divisor.scale + unit.scale)
  const denominator = divisor.units * unit.units * 10n ** BigInt(dividend.scale)
  const cut = numerator / denominator
  // The division of bigints cuts towards zero.
  const isCutUp = numerator % denominator !== 0n && numerator < 0n !== denominator < 0n
  return format({ units: (isCutUp ? cut - 1n : cut) * unit.units, scale: unit.scale })
}

function combine(a: string, b: string, operate: (left: bigint, right: bigint) => bigint): string {
  const left = parse(a)
  const right = parse(b)
  const [leftUnits, rightUnits] = align(left, right)
  return format({ units: operate(leftUnits, rightUnits), scale: Math.max(left.scale, right.scale) })
}

function align(a: Scaled, b: Scaled): readonly [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale)
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale)]
}

function parse(text: string): Scaled {
  // The form of `DecimalString` (CeFi REST), and `.0001`, which the Gateway takes. There is no exponent and no plus sign.
  const match = /^(-?)(\d*)(?:\.(\d+))?$/.exec(text)
  const [, sign = '', whole = '', fraction = ''] = match ?? []
  if (match === null || whole + fraction === '') {
    const nextStep = 'Pass a plain decimal such as "110865.50": digits, at most one point, no exponent.'
    throw new DecimalError('This is not a plain decimal.', nextStep)
  }
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

function format({ units, scale }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  if (scale === 0) return sign + digits
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
