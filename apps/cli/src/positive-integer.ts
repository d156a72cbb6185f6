import { InvalidArgumentError } from 'commander'

/** Reads an option that is a whole number above zero. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number above zero.')
}
