import {
  AbortedError,
  type CallOptions,
  OutcomeUnknownError,
  poll,
  type Settlement,
  type Time,
  type TrueMarketsError,
} from '@truemarkets/core'
import type { FlowOptions } from './flow-options.ts'

/** The pace of the publisher's own client, and how long it keeps reading. */
const DEFAULTS = { pollIntervalMs: 2_000, pollDeadlineMs: 60_000 }

/** Where following an order or a transfer led. */
export type Followed<Thing> =
  | { readonly kind: 'reached'; readonly last: Thing }
  | { readonly kind: 'unsettled'; readonly last: Thing | undefined; readonly why: Unsettled }

/** Why an order or a transfer was left before its end. It exists and goes on without us. */
export interface Unsettled {
  /** `deadline`: time ran out. `unreadable`: its status could not be read. */
  readonly reason: 'deadline' | 'unreadable'
  /** The failure of the last read, if it failed. */
  readonly error: TrueMarketsError | undefined
}

/** What following needs to know. */
export interface Follow<Thing> {
  readonly read: (call: CallOptions) => Promise<Thing>
  /** Says that following ends here. */
  readonly reached: (thing: Thing) => boolean
  /** Told of every status that differs from the one before. */
  readonly onStatus: (status: string) => unknown
  /** How a submission failed that may have taken effect all the same; reading settles it, and of a refusal at once. */
  readonly doubt: TrueMarketsError | undefined
  /** How the caller finds it again after an abort. */
  readonly settle: Settlement
  /** Whether a status looks as if the doubtful submission had not taken effect. */
  readonly untouched: (status: string | undefined) => boolean
}

/**
 * Reads an order or a transfer until `reached`, reporting changes of its status.
 *
 * @throws The given doubt, when it still looks untouched at the end or the caller gives up; else `AbortedError`, which
 * says how to find what goes on without us.
 */
export async function follow<Thing extends { readonly status?: string }>(
  { read, reached, onStatus, doubt, settle, untouched }: Follow<Thing>,
  options: FlowOptions<never>,
  time: Time,
): Promise<Followed<Thing>> {
  const isRefusal = doubt !== undefined && !(doubt instanceof OutcomeUnknownError)
  // Nothing is on its way after a refusal, so that a second look would show the same.
  // No status is published as nullable, so null means absent.
  const isUntouched = (thing: Thing | undefined) => untouched(thing?.status ?? undefined)
  const isInVain = (thing: Thing) => isRefusal && isUntouched(thing)
  let seen: string | undefined
  const tell = async (thing: Thing): Promise<void> => {
    const status = thing.status ?? undefined
    if (status !== undefined && status !== seen) await onStatus(status)
    seen = status
  }
  const polled = { read, onRead: tell, reached: (thing: Thing) => reached(thing) || isInVain(thing), settle }
  const end = await poll(polled, options, DEFAULTS, time).catch((error: unknown) => {
    throw doubt !== undefined && error instanceof AbortedError ? doubt : error
  })
  if (end.kind === 'reached') {
    if (doubt !== undefined && !reached(end.last)) throw doubt
    return end
  }
  if (doubt !== undefined && isUntouched(end.last)) throw doubt
  return { kind: 'unsettled', last: end.last, why: { reason: end.kind, error: end.error } }
}
