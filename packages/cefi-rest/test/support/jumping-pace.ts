import type { Pace } from '../../src/orders/poll.ts'

/** A clock that stands still between waits and jumps over each of them; `waits` lists them all, `pending` counts timers left. */
export interface JumpingPace extends Pace {
  readonly waits: number[]
  pending(): number
}

/** Makes a {@link JumpingPace} that begins at zero. With `frozen`, timers are set and never fire. */
export function jumpingPace({ frozen = false } = {}): JumpingPace {
  let nowMs = 0
  let pending = 0
  const waits: number[] = []
  return {
    waits,
    pending: () => pending,
    monotonicMs: () => nowMs,
    after(delayMs, work) {
      waits.push(delayMs)
      pending += 1
      let live = true
      const end = (): void => {
        if (live) pending -= 1
        live = false
      }
      if (!frozen) {
        queueMicrotask(() => {
          if (!live) return
          nowMs += delayMs
          end()
          work()
        })
      }
      return end
    },
  }
}
