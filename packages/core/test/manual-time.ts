import type { Time } from '../src/http/time.ts'

/** A clock that moves only when somebody sleeps; `slept` lists every wait. */
export interface ManualTime extends Time {
  readonly slept: number[]
}

export function manualTime(): ManualTime {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    sleep: (ms) => {
      slept.push(ms)
      now += ms
      return Promise.resolve()
    },
  }
}
