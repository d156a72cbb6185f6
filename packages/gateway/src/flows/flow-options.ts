import type { CallOptions } from '@truemarkets/core'
import type { PollPace } from './poll.ts'
import type { FlowTime } from './time.ts'

/** Options that every flow understands. */
export interface FlowOptions<Progress> {
  /** Ends the flow by throwing `AbortedError`. What was already submitted stays submitted. Default: none. */
  readonly signal?: AbortSignal | undefined
  /** Wait between two reads of the status, in milliseconds. Default: 2 000, the pace of the publisher's own client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on waiting for the end, counted from submission, in milliseconds. Default: 60 000. */
  readonly pollDeadlineMs?: number | undefined
  /** Told of every step as it happens. A throw from it ends the flow. Default: nobody is told. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Options of the calls the flow makes: timeouts and headers. Default: those of the client. */
  readonly call?: Omit<CallOptions, 'signal'> | undefined
}

/** Wait between two reads of the status: the pace of the publisher's own client. */
const POLL_INTERVAL_MS = 2_000
/** How long the publisher's own client keeps reading. */
const POLL_DEADLINE_MS = 60_000

/** The pace that the options ask for. */
export function paceOf(options: FlowOptions<never>, time: FlowTime): PollPace {
  return {
    intervalMs: options.pollIntervalMs ?? POLL_INTERVAL_MS,
    deadlineMs: options.pollDeadlineMs ?? POLL_DEADLINE_MS,
    signal: options.signal,
    time,
  }
}

/** The options of the calls a flow makes. */
export function callOptionsOf(options: FlowOptions<never>): CallOptions {
  return { ...options.call, signal: options.signal }
}
