import type { FileText, Io, Sink } from '../../src/io.ts'

/** An {@link Io} without a process, a disk or a clock; keeps what was written. */
export interface MemoryIo extends Io {
  stdout(): string
  stderr(): string
}

type Given = {
  env?: Record<string, string>
  files?: Record<string, string | FileText>
  /** Size of the terminal; without it there is none. With a pipe, standard error alone is on it. */
  terminal?: { columns: number; rows: number; isPiped?: boolean } | undefined
}

export function memoryIo({ env = {}, files = {}, terminal }: Given = {}): MemoryIo {
  const [out, err] = [sink(terminal?.isPiped === true ? undefined : terminal), sink(terminal)]
  return {
    env,
    out,
    err,
    nowMs: () => Date.UTC(2026, 10, 20),
    readFile(path) {
      const file = files[path]
      if (file === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`)
      return typeof file === 'string' ? { text: file, mode: 0o600 } : file
    },
    signal: new AbortController().signal,
    stdout: () => out.written.join(''),
    stderr: () => err.written.join(''),
  }
}

function sink(terminal: Given['terminal']): Sink & { readonly written: string[] } {
  const written: string[] = []
  return {
    isTTY: terminal !== undefined,
    columns: terminal?.columns,
    rows: terminal?.rows,
    write: (text) => void written.push(text),
    written,
  }
}
