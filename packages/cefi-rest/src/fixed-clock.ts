import type { Runtime, ServerClock } from '@truemarkets/core'

/** A server's clock that is not learned but told: this machine's, moved by `offsetMs`. */
export function fixedClock(offsetMs: number, runtime: Pick<Runtime, 'wallMs'>): ServerClock {
  return {
    now: () => runtime.wallMs() + offsetMs,
    offsetMs: () => offsetMs,
    observe: () => {},
  }
}
