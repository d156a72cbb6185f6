import type { Problem, Run } from '../run/execute.ts'
import type { SandboxPlace } from '../target/sandbox-at.ts'

// What the runner and a worker in another runtime say to each other: one JSON object a line.

export type ToWorker = { kind: 'sandbox'; sandbox: SandboxPlace; seed: number } | { kind: 'case'; id: string }

/** What came of a case, which both sides know by its id. */
export type Ran = Run & { id: string }

/**
 * First what the worker runs on, so that no runtime can pass for another; then one run after the other, and between them what
 * failed while nobody waited for it.
 */
export type FromWorker =
  | { kind: 'ready'; runtime: string }
  | ({ kind: 'ran' } & Ran)
  | { kind: 'unhandled'; problem: Problem }
