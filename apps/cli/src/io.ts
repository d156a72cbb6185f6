/** Where text goes: standard output or standard error, or a test's list. */
export interface Sink {
  readonly isTTY: boolean
  /** Width of the terminal in characters; undefined where there is none. */
  readonly columns: number | undefined
  /** Height of the terminal in lines; undefined where there is none. */
  readonly rows: number | undefined
  write(text: string): void
}

/** A file as the commands need it. */
export interface FileText {
  readonly text: string
  /** Permission bits, such as 0o600; undefined where the platform has none. */
  readonly mode: number | undefined
}

/** Everything outside the program, passed in so that tests can hold it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: Sink
  readonly err: Sink
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number
  /** @throws {Error} As node:fs throws; its message names the path and the reason. */
  readonly readFile: (path: string) => FileText
  /** Aborted by Ctrl+C, by SIGTERM, when the terminal is closed, and when the reader of the output is gone. */
  readonly signal: AbortSignal
}
