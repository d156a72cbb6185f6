import { onAbort } from '../on-abort.ts'
import type { Call } from './exchange.ts'
import type { Runtime } from './runtime.ts'

/** Why an attempt was ended from outside. */
export type EndedBy = 'caller' | 'attempt' | 'deadline' | undefined

/** The limits of one attempt, as its work sees them. */
export interface Limits {
  /** Aborted when the attempt is ended from outside. */
  readonly signal: AbortSignal
  /** Why it was ended, once it was. */
  endedBy(): EndedBy
  /** Settles with `work`, or rejects as soon as the attempt is ended; for work that may ignore the signal. */
  readonly orEnd: <Result>(work: Promise<Result>) => Promise<Result>
  /** Lets go of the timer and the listener. Call it once the attempt is over. */
  release(): void
}

/** Starts the limits of one attempt: the caller's signal, the attempt's timeout and what is left of the deadline. */
export function startLimits(runtime: Runtime, call: Call, remainingMs: number): Limits {
  const controller = new AbortController()
  let endedBy: EndedBy
  // One piece of work waits at a time; a callback costs less than a listener on the signal.
  let giveUp: (() => void) | undefined
  const end = (by: EndedBy, reason?: unknown): void => {
    endedBy ??= by
    controller.abort(reason)
    giveUp?.()
  }
  const { signal } = call
  const byCaller = (): void => end('caller', signal?.reason)
  const { timeoutMs } = call.limits
  const cancel = runtime.after(Math.max(0, Math.min(timeoutMs, remainingMs)), () =>
    end(timeoutMs <= remainingMs ? 'attempt' : 'deadline'),
  )
  const letGo = signal?.aborted === false ? onAbort(signal, byCaller) : undefined
  if (signal?.aborted === true) byCaller()
  return {
    signal: controller.signal,
    endedBy: () => endedBy,
    orEnd: (work) =>
      new Promise((resolve, reject) => {
        giveUp = () => reject(new Error('ended from outside'))
        if (endedBy !== undefined) giveUp()
        work.then(resolve, reject)
      }),
    release() {
      cancel()
      letGo?.()
    },
  }
}
