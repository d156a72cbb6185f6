import type { TargetName } from '../target/target.ts'

/** A case that is expected not to pass, and why. The lists may only shrink. */
export type Listed = { case: string; reason: string; targets: readonly TargetName[] }

export type Lists = {
  /** Runs, and must fail. One that passes fails the run: take it off the list. */
  knownFailing: readonly Listed[]
  /** Runs; may pass or fail. */
  knownFlaky: readonly Listed[]
  /** Is not run. */
  unsupported: readonly Listed[]
}

export const lists: Lists = {
  knownFailing: [],
  knownFlaky: [],
  unsupported: [],
}
