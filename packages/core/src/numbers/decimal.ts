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
