/** Numbers up to ten years are lifetimes, above that instants: seconds until the year 5138, milliseconds beyond. */
const LIFETIME_MAX_S = 315_360_000
const SECONDS_MAX = 100_000_000_000
/** The last instant a `Date` can hold (ECMA-262): a number beyond it was meant in some other unit. */
const DATE_MAX_MS = 8_640_000_000_000_000

/**
 * When a token ends, from the `expires_in` of a token answer, in milliseconds since the epoch.
 *
 * The Auth API puts an RFC 3339 time there despite the name; numbers, also as text, are accepted as seconds to live or as an
 * instant.
 *
 * @param nowMs The server's time when the answer arrived.
 * @returns undefined when the value is none of these.
 */
export function expiryMs(expiresIn: unknown, nowMs: number): number | undefined {
  if (typeof expiresIn === 'string') {
    if (/^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$/.test(expiresIn)) return expiryMs(Number(expiresIn), nowMs)
    // Date.parse reads many things that are no RFC 3339 time, and guesses the zone where it is missing.
    if (!/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/.test(expiresIn)) return undefined
    const time = Date.parse(expiresIn)
    return Number.isNaN(time) ? undefined : time
  }
  if (typeof expiresIn !== 'number' || !(expiresIn >= 0 && expiresIn <= DATE_MAX_MS)) return undefined
  if (expiresIn <= LIFETIME_MAX_S) return nowMs + expiresIn * 1000
  return expiresIn < SECONDS_MAX ? expiresIn * 1000 : expiresIn
}
