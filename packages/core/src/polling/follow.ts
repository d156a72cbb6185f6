import { AbortedError } from '../errors/aborted-error.ts'
import { HttpError } from '../errors/http-error.ts'
import type { TrueMarketsError } from '../errors/true-markets-error.ts'
import type { Time } from '../http/time.ts'
import type { PollOptions } from './options.ts'
import { type Polled, poll } from './poll.ts'

/** What is followed, and until when. */
export interface Follow<Thing> extends Omit<Polled<Thing>, 'onRead'> {
  /** Told of every status that differs from the one before. */
  readonly onStatus: (status: string) => unknown
  /** How a write before failed that may have taken effect all the same; reading settles it, and a refusal at once. */
  readonly doubt?: TrueMarketsError | undefined
  /** Whether a thing that has not reached its end looks as if that write had not taken effect. Default: none does. */
  readonly untouched?: ((thing: Thing) => boolean) | undefined
}

/** Where following led, with the newest reading; undefined when no read ever succeeded. */
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

/**
 * Reads an order or a transfer until `reached`, as {@link poll} does, reporting changes of its status.
 *
 * @param defaults Times for a caller who gives none, in milliseconds.
 * @throws The given doubt, when no reading dispels it or the caller gives up; else `AbortedError`, which says how to find what
 * goes on without us.
 * @example
 * ```ts
 * const statuses = ['pending', 'complete']
 * const order = {
 *   read: async () => ({ status: statuses.shift() }),
 *   reached: ({ status }) => status === 'complete',
 *   onStatus: (status) => console.log(status),
 * }
 * await follow(order, { pollIntervalMs: 5 }, { pollIntervalMs: 500, pollDeadlineMs: 30_000 }, timeOf(systemRuntime))
 * // { kind: 'reached', last: { status: 'complete' } }
 * ```
 */
export async function follow<Thing extends { readonly status?: string }>(
  { onStatus, doubt, untouched = () => false, ...polled }: Follow<Thing>,
  options: PollOptions,
  defaults: { readonly pollIntervalMs: number; readonly pollDeadlineMs: number },
  time: Time,
): Promise<Followed<Thing>> {
  // After an abort nothing can be read to settle it.
  if (doubt !== undefined && options.signal?.aborted === true) throw doubt
  let told: string | undefined
  const tell = async (thing: Thing): Promise<void> => {
    // No status is published as nullable, so null means absent.
    const status = thing.status ?? undefined
    if (status !== undefined && status !== told) await onStatus(status)
    told = status
  }
  const onRead = async (thing: Thing): Promise<void> => {
    await tell(thing)
    // Nothing is on its way after a refusal, so that a second look would show the same.
    if (doubt instanceof HttpError && untouched(thing)) throw doubt
  }
  if (polled.first !== undefined) await tell(polled.first)
  const end = await poll({ ...polled, onRead }, options, defaults, time).catch((error: unknown) => {
    throw doubt !== undefined && error instanceof AbortedError ? doubt : error
  })
  if (end.kind === 'reached') return end
  const { kind: reason, last, error } = end
  if (doubt !== undefined && (last === undefined || untouched(last))) throw doubt
  return { kind: 'unsettled', last, why: { reason, error } }
}
