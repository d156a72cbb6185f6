/** What the commands answer to the shell. `conformance` answers with the codes of its own, which begin the same. */
export const EXIT = {
  /** Nothing is wrong. */
  fine: 0,
  /** A problem was found, or a call failed. */
  problem: 1,
  /** The command line, the variables or the files it needs cannot be used. Nothing was sent. */
  usage: 2,
} as const

/** An exit code, also one that `conformance` handed back. */
export type ExitCode = number
