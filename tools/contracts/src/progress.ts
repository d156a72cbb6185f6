import type { WriteStream } from 'node:tty'

/** Says what is being done while it lasts. */
export type Progress = {
  readonly step: (what: string) => void
  readonly done: (summary: string) => void
}

/** One line, rewritten in place on a terminal; silent elsewhere. */
export function progress(stream: Pick<WriteStream, 'isTTY' | 'write'>): Progress {
  if (!stream.isTTY) return { step: () => {}, done: () => {} }
  return {
    step: (what) => stream.write(`\r\u001B[2K… ${what}`),
    done: (summary) => stream.write(`\r\u001B[2K${summary}\n`),
  }
}
