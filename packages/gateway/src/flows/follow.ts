import type { CallOptions, TrueMarketsError } from '@truemarkets/core'
import { callOptionsOf, type FlowOptions, paceOf } from './flow-options.ts'
import { poll } from './poll.ts'
import type { FlowTime } from './time.ts'

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
  readonly onStatus: (status: string) => void
  /** How a submission failed that may have taken effect all the same; reading settles it. */
  readonly doubt: TrueMarketsError | undefined
  /** Whether a status looks as if the doubtful submission had not taken effect. */
  readonly untouched: (status: string | undefined) => boolean
}

/**
 * Reads an order or a transfer until `reached`, reporting changes of its status.
 *
 * @throws The given doubt, when it still looks untouched at the end.
 */
export async function follow<Thing extends { readonly status?: string }>(
  { read, reached, onStatus, doubt, untouched }: Follow<Thing>,
  options: FlowOptions<never>,
  time: FlowTime,
): Promise<Followed<Thing>> {
  let seen: string | undefined
  const readOnce = async (remainingMs: number): Promise<Thing> => {
    const call = callOptionsOf(options)
    const thing = await read({ ...call, deadlineMs: Math.min(call.deadlineMs ?? remainingMs, remainingMs) })
    if (thing.status !== undefined && thing.status !== seen) onStatus(thing.status)
    seen = thing.status
    return thing
  }
  const end = await poll(readOnce, reached, paceOf(options, time))
  if (end.kind === 'reached') return end
  if (doubt !== undefined && untouched(end.last?.status)) throw doubt
  return { kind: 'unsettled', last: end.last, why: { reason: end.kind, error: end.error } }
}
