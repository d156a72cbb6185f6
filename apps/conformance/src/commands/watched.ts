import type { Options } from '../options.ts'
import { createProgress, type Progress } from '../progress.ts'
import type { Problem } from '../run/execute.ts'
import { listenForInterruption } from '../run/interruption.ts'
import { listenForUnhandled } from '../run/unhandled.ts'

/** What goes on beside a command that takes its time. */
export type Watch = {
  progress: Progress
  /** Aborted when somebody asks for an end, or the time of `--at-most` is over. */
  stop: AbortSignal
  /** What has failed since the last time where nobody waited for it. */
  takeUnhandled: () => Problem[]
}

/** Shows how far a command is, and keeps Ctrl+C and a failure that nobody waits for from ending it in the middle. */
export async function watched<T>({ atMostMs }: Options, run: (watch: Watch) => Promise<T>): Promise<T> {
  const progress = createProgress(process.stderr)
  const interruption = listenForInterruption(atMostMs)
  const unhandled = listenForUnhandled()
  try {
    return await run({ progress, stop: interruption.stop, takeUnhandled: unhandled.take })
  } finally {
    progress.clear()
    interruption.forget()
    unhandled.forget()
  }
}
