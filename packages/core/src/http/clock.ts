import { httpDate } from '../request/headers.ts'
import type { Runtime } from './runtime.ts'

/** An estimate of the server's clock. Share one between clients of the same host. */
export interface ServerClock {
  /** The server's time now, in milliseconds since the epoch. */
  now(): number
  /** The server's time minus this machine's wall clock, in milliseconds, by the current estimate. */
  offsetMs(): number
  /**
   * Learns from one answer.
   *
   * @param date The `Date` header; anything but an HTTP date is ignored.
   * @param sentMs When the request was sent, by the monotonic clock.
   * @param receivedMs When the answer began, by the monotonic clock.
   * @param options `age`: the `Age` header, which marks a cached answer. `refused`: the server refused our time, so this
   * answer outweighs everything learned before.
   */
  observe(
    date: string | null,
    sentMs: number,
    receivedMs: number,
    options?: { readonly age?: string | null; readonly refused?: boolean },
  ): void
}

/** A `Date` before this project existed, or this far after it, is not a clock. */
const EARLIEST = Date.UTC(2025, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)
/** Further from the wall clock a `Date` is believed only of a server that refuses our time: one of the two is broken. */
const FAR_MS = 7 * 86_400_000
/** How far a monotonic clock may drift from the server's: 200 parts per million. */
const DRIFT = 0.0002

/** How much more the wall clock may gain on the monotonic one before the two disagree about the time that passed. */
const ASLEEP_MS = 5_000

/** Bounds of (server time − monotonic time), when they were learned, and what (wall − monotonic) was then. */
interface Bounds {
  readonly low: number
  readonly high: number
  readonly atMs: number
  readonly wallMs: number
}

/**
 * Estimates the server's clock from `Date` headers.
 *
 * A `Date` of second D seen between sending at s and receiving at r proves that the server's clock minus ours lies in
 * `[D − r, D + 1 s − s]`. Answers narrow that interval by intersection, so their order does not matter and parallel calls
 * agree. A wall clock inside the interval is used as it is; one outside is moved to the nearest edge and no further.
 * An answer that contradicts the interval replaces it only when a second one agrees, when the server refused our time, or
 * when the wall clock has gained on the monotonic one: it does while the machine sleeps, which monotonic time does not see.
 * A `Date` more than a week from the wall clock is learned from only when it agrees, or when the server refused our time.
 * @example
 * ```ts
 * const clock = createServerClock(systemRuntime)
 * clock.offsetMs() // 0
 * ```
 */
export function createServerClock(runtime: Pick<Runtime, 'wallMs' | 'monotonicMs'>): ServerClock {
  let bounds: Bounds | undefined
  let doubt: Bounds | undefined
  // Answers of one second carry the same text, and reading a date is the dearest part of learning from it.
  let lastRead: { readonly text: string; readonly time: number | undefined } | undefined

  const read = (text: string): number | undefined => {
    if (lastRead?.text !== text) lastRead = { text, time: httpDate(text) }
    return lastRead.time
  }
  const widened = ({ low, high, atMs, wallMs }: Bounds, nowMs: number): Bounds => {
    const drift = Math.max(0, nowMs - atMs) * DRIFT
    return { low: low - drift, high: high + drift, atMs: nowMs, wallMs }
  }
  const now = (wallMs: number): number => {
    if (bounds === undefined) return wallMs
    const monotonicMs = runtime.monotonicMs()
    const { low, high } = widened(bounds, monotonicMs)
    return Math.min(Math.max(wallMs, low + monotonicMs), high + monotonicMs)
  }
  return {
    offsetMs() {
      const wallMs = runtime.wallMs()
      return now(wallMs) - wallMs
    },
    now: () => now(runtime.wallMs()),
    observe(date, sentMs, receivedMs, { age = null, refused = false } = {}) {
      const server = date === null ? undefined : read(date)
      if (server === undefined || server < EARLIEST || server > LATEST || isCached(age)) return
      const wall = runtime.wallMs()
      const wallMs = wall - runtime.monotonicMs()
      const seen: Bounds = { low: server - receivedMs, high: server + 1000 - sentMs, atMs: receivedMs, wallMs }
      const isFar = Math.abs(server - wall) > FAR_MS && !refused
      const agreed = bounds === undefined ? (isFar ? undefined : seen) : intersection(widened(bounds, receivedMs), seen)
      if (agreed !== undefined) {
        bounds = agreed
        doubt = undefined
        return
      }
      if (isFar) return
      const slept = bounds !== undefined && wallMs - bounds.wallMs > ASLEEP_MS
      const confirmed = refused || slept ? seen : doubt && intersection(widened(doubt, receivedMs), seen)
      if (confirmed === undefined) doubt = seen
      else {
        bounds = confirmed
        doubt = undefined
      }
    },
  }
}

function intersection(a: Bounds, b: Bounds): Bounds | undefined {
  const low = Math.max(a.low, b.low)
  const high = Math.min(a.high, b.high)
  return low <= high ? { low, high, atMs: b.atMs, wallMs: b.wallMs } : undefined
}

/**
 * Our signing time minus the server's, when the difference explains a refusal: the server's clock, as its `Date` shows
 * it, puts the signing time outside the window. Undefined when it does not, and for a cached answer, whose `Date` is old.
 */
export function explainingSkew(
  signedMs: number,
  date: string | null,
  window: { readonly pastSeconds: number; readonly futureSeconds: number },
  age: string | null = null,
): number | undefined {
  const server = date === null ? undefined : httpDate(date)
  if (server === undefined || server < EARLIEST || server > LATEST || isCached(age)) return undefined
  const signed = Math.floor(signedMs / 1000)
  const seconds = server / 1000
  // Strictly outside: the Date is whole seconds, so at the edge itself the skew would be a guess and not an explanation.
  const explained = signed - seconds > window.futureSeconds || seconds - signed > window.pastSeconds
  return explained ? signedMs - server : undefined
}

/** Whether the `Age` header says that the answer comes out of a cache. */
function isCached(age: string | null): boolean {
  return age !== null && age.trim() !== '0'
}
