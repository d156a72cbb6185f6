import { onAbort } from '../on-abort.ts'

/**
 * Settles with `work`, or rejects as soon as the signal is aborted; leaves no listener behind. An aborted signal keeps the
 * work from beginning.
 */
export function unlessAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(asError(signal.reason))
    if (signal.aborted) {
      abort()
      return
    }
    const letGo = onAbort(signal, abort)
    work().then(resolve, reject).finally(letGo)
  })
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
