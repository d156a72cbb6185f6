import type { Runtime } from '@truemarkets/core'

/** Time as a flow sees it. */
export interface FlowTime {
  /** Milliseconds on a clock that only runs forward. */
  now(): number
  /** Resolves after `ms`, or as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Makes waits of a runtime's timers. */
export function flowTime(runtime: Pick<Runtime, 'monotonicMs' | 'after'>): FlowTime {
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
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const cancel = runtime.after(ms, wake)
        signal?.addEventListener('abort', wake, { once: true })
      }),
  }
}
