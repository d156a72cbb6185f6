import { onAbort } from '../on-abort.ts'
import type { Runtime } from './runtime.ts'

/** Time as something that waits sees it. */
export interface Time {
  /** Milliseconds on a clock that only runs forward. */
  now(): number
  /** Resolves after `ms`, or as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/**
 * Makes waits of a runtime's timers.
 *
 * @example
 * ```ts
 * await timeOf(systemRuntime).sleep(1)
 * ```
 */
export function timeOf(runtime: Pick<Runtime, 'monotonicMs' | 'after'>): Time {
  return {
    now: () => runtime.monotonicMs(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve()
          return
        }
        const wake = (): void => {
          cancel()
          letGo?.()
          resolve()
        }
        const cancel = runtime.after(ms, wake)
        const letGo = signal && onAbort(signal, wake)
      }),
  }
}
