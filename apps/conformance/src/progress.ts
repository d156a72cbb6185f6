import { performance } from 'node:perf_hooks'

/** How far a run is. On a terminal a line that is rewritten in place; elsewhere, as in the log of a build, a new line now and then. */
export type Progress = { show: (text: string) => void; clear: () => void }

type Stream = { isTTY?: boolean; columns?: number; write(text: string): unknown }

/** Often enough to see that a long run is alive, and nothing at all of a short one. */
const logEveryMs = 10_000

export function createProgress(stream: Stream, monotonic: () => number = () => performance.now()): Progress {
  return stream.isTTY === true ? rewriting(stream) : logging(stream, monotonic)
}

function rewriting(stream: Stream): Progress {
  const clear = () => void stream.write('\r\u001b[2K')
  return {
    clear,
    show(text) {
      clear()
      stream.write(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)))
    },
  }
}

function logging(stream: Stream, monotonic: () => number): Progress {
  let last = monotonic()
  return {
    clear: () => {},
    show(text) {
      if (monotonic() - last < logEveryMs) return
      last = monotonic()
      stream.write(`${text}\n`)
    },
  }
}
