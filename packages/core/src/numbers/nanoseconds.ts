import { DecimalError } from '../errors/decimal-error.ts'

const PER_MILLISECOND = 1_000_000n

/**
 * A nanosecond time of the wire as a bigint.
 *
 * @throws {DecimalError} for anything but 1 to 20 digits.
 * @example
 * ```ts
 * nanoseconds('1752156263825281640') // 1752156263825281640n
 * ```
 */
export function nanoseconds(text: string): bigint {
  const given: unknown = text
  // The times of today are beyond what a number holds: one that comes as a number has been rounded already.
  const isRounded = typeof given === 'number' && !Number.isSafeInteger(given)
  if (!isRounded && /^\d{1,20}$/.test(text)) return BigInt(text)
  throw new DecimalError(
    'This is not a nanosecond time.',
    'Pass 1 to 20 digits as text, such as "1752156263825281640".',
  )
}

/**
 * A nanosecond time as a Date, rounded down to the millisecond.
 *
 * @throws {DecimalError} for anything but 1 to 20 digits.
 * @example
 * ```ts
 * nanosecondsToDate('1752156263825281640').toISOString() // '2025-07-10T14:04:23.825Z'
 * ```
 */
export function nanosecondsToDate(text: string): Date {
  return new Date(Number(nanoseconds(text) / PER_MILLISECOND))
}

/**
 * A Date as the nanosecond time of the wire.
 *
 * @throws {DecimalError} for a Date that is none, or before 1970.
 * @example
 * ```ts
 * dateToNanoseconds(new Date('2025-07-10T14:04:23.825Z')) // '1752156263825000000'
 * ```
 */
export function dateToNanoseconds(date: Date): string {
  const time = date.getTime()
  if (!(time >= 0)) throw new DecimalError('This is not a time of the wire.', 'Pass a valid Date of 1970 or later.')
  return (BigInt(time) * PER_MILLISECOND).toString()
}
