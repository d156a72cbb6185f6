import type { SandboxClock } from '../clock.ts'

/**
 * RFC 3339 instants with microseconds, as the service prints them, never twice the same: pages continue from the instant
 * of their last row, so two rows at one instant would lose one of them.
 */
export class Instants {
  readonly #clock: SandboxClock
  #last = 0n

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  next(): string {
    const now = this.#clock.nanos() / 1000n
    this.#last = now > this.#last ? now : this.#last + 1n
    return formatMicros(this.#last)
  }
}

/** RFC 3339 in UTC with microseconds. */
export function formatMicros(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString()
  return text.replace('Z', `${(micros % 1000n).toString().padStart(3, '0')}Z`)
}
