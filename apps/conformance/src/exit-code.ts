/** What the process says when it ends. A run of which everything was skipped is never green. */
export const exitCode = {
  passed: 0,
  failed: 1,
  usage: 2,
  skipped: 3,
  /** Every case passed, but the service and its contract differ. */
  drift: 4,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
