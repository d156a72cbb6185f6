import { ConfigurationError } from '@truemarkets/core'

/** Longest time that a timer can be set to; a longer one would run at once. Almost 25 days. */
const LONGEST_MS = 2 ** 31 - 1

/** @throws {ConfigurationError} `option_invalid` for anything but a finite number of at least `least`. */
export function atLeast(least: number, value: number, option: string): number {
  if (Number.isFinite(value) && value >= least) return value
  throw new ConfigurationError(
    'option_invalid',
    `${option} must be a number of at least ${least}.`,
    'Correct the option.',
  )
}

/** @throws {ConfigurationError} `option_invalid` for anything but a whole number of at least 1. */
export function count(value: number, option: string): number {
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new ConfigurationError('option_invalid', `${option} must be a whole number, 1 or more.`, 'Correct the option.')
}

/** @throws {ConfigurationError} `option_invalid` for anything but milliseconds that a timer can wait. */
export function duration(least: number, value: number, option: string): number {
  if (atLeast(least, value, option) <= LONGEST_MS) return value
  throw new ConfigurationError('option_invalid', `${option} must be at most ${LONGEST_MS}.`, 'Correct the option.')
}
