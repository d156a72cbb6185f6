import type { Fault } from './fault-server.ts'

/**
 * One row of the fault matrix. Outcomes are written `code ×sends`, with `ok` for a result; `sends` are requests that left
 * the client, whether or not they arrived whole.
 */
export interface FaultRow {
  readonly name: string
  readonly fault: Fault
  /** Outcome for `safe` and `idempotent` operations. */
  readonly repeated: string
  /** Outcome for `never` operations. */
  readonly never: string
  /** Least and most time a repeated call takes, in milliseconds. Default: 0 to 1000. */
  readonly elapsed?: readonly [number, number]
  /** Whether the client's limits end the fault, which then are short. Default: where the outcome is `timed_out`. */
  readonly stalls?: boolean
  /** Log lines beside those of request, attempt and retry. Default: none. */
  readonly warnings?: readonly string[]
}

/** Limits the matrix runs under where a fault is meant to run into them. */
export const LIMITS = {
  timeoutMs: 1000,
  deadlineMs: 6000,
  maxResponseBytes: 64 * 1024,
  retry: { attempts: 3, baseDelayMs: 4, maxDelayMs: 8 },
} as const

/** The same for faults that no limit has to end: a busy machine must not look like one. */
export const PATIENT_LIMITS = { ...LIMITS, timeoutMs: 10_000, deadlineMs: 30_000 } as const

/** How long a call takes whose three attempts all run into the timeout. */
export const STALLED: readonly [number, number] = [3 * 990, 5000]

/** Writes one row. */
export function row(
  name: string,
  fault: Fault,
  repeated: string,
  never: string,
  more: Partial<FaultRow> = {},
): FaultRow {
  return { name, fault, repeated, never, ...more }
}

/** The start of a response head; the rest follows as the fault has it. */
export function head(more: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}`
}
