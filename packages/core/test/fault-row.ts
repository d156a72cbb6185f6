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
  /** Least and most that a repeated call waits, in milliseconds. Default: for its own backoff alone. */
  readonly waits?: readonly [number, number]
  /** Log lines beside those of request, attempt and retry. Default: none. */
  readonly warnings?: readonly string[]
}

/** Limits the matrix runs under. */
export const LIMITS = {
  // Longer than any wait that a row asks for, so that the two can be told apart.
  timeoutMs: 1100,
  deadlineMs: 30_000,
  maxResponseBytes: 64 * 1024,
  retry: { attempts: 3, baseDelayMs: 4, maxDelayMs: 8 },
} as const

/** How long a call waits whose three attempts all run into the timeout. */
export const STALLED: readonly [number, number] = [
  3 * LIMITS.timeoutMs,
  3 * LIMITS.timeoutMs + 2 * LIMITS.retry.maxDelayMs,
]

/** Least and most that a call waits. What is sent once waits for nothing but its answer. */
export function waitsOf(row: Omit<FaultRow, 'fault'>, retryClass: string): readonly [number, number] {
  const { waits = [0, 2 * LIMITS.retry.maxDelayMs] } = row
  if (retryClass !== 'never') return waits
  return waits[0] < LIMITS.timeoutMs ? [0, 0] : [LIMITS.timeoutMs, LIMITS.timeoutMs]
}

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
