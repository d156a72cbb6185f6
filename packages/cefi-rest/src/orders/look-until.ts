import {
  AbortedError,
  type CallOptions,
  HttpError,
  type Polled,
  poll,
  type Time,
  type TrueMarketsError,
} from '@truemarkets/core'
import type { Order } from '../generated/types.ts'
import type { FlowOptions, OrderStatusProgress } from './flow-options.ts'

/** Why an order was left before what was waited for. It goes on without us. */
export interface Unsettled {
  /** `deadline`: time ran out. `unreadable`: its status could not be read. */
  readonly reason: 'deadline' | 'unreadable'
  /** The failure of the last look, if it failed. */
  readonly error: TrueMarketsError | undefined
}

/** How looking at an order ended, with the newest look. */
export type Looked<Outcome extends string> =
  | { readonly outcome: Outcome; readonly order: Order }
  | ({ readonly outcome: 'unsettled'; readonly order: Order } & Unsettled)

/** What is looked at, and until when. */
export interface Watch<Outcome extends string> extends Pick<Polled<Order>, 'first' | 'settle'> {
  /** The reference that the order is asked for by. */
  readonly refId: string
  /** One look, with the options of the call it makes. */
  readonly look: (call: CallOptions) => Promise<Order>
  /** What the wait ends with at this order; undefined while it goes on. Asked once for each look. */
  readonly outcomeOf: (order: Order) => Outcome | undefined
  /** How the write before failed that may have taken effect all the same; looking settles it, and a refusal at once. */
  readonly doubt?: TrueMarketsError | undefined
  /** Whether an order looks as if that write had not taken effect. Default: none does. */
  readonly untouched?: (order: Order) => boolean
}

/** The pace of a live client, and how long a cancel can stay pending. */
const DEFAULTS = { pollIntervalMs: 500, pollDeadlineMs: 30_000 }

/**
 * Looks at an order until there is an outcome, reporting changes of its status, or until time runs out.
 *
 * @throws The given doubt, when no look dispels it or the caller gives up; else the typed error of the last look where none
 * succeeded, or `AbortedError`.
 */
export async function lookUntil<Outcome extends string>(
  { refId, look, outcomeOf, doubt, untouched = () => false, first, settle }: Watch<Outcome>,
  options: FlowOptions<OrderStatusProgress>,
  time: Time,
): Promise<Looked<Outcome>> {
  // After an abort nothing can be read to settle it.
  if (doubt !== undefined && options.signal?.aborted === true) throw doubt
  // Nothing is on its way after a refusal, so that a second look would show the same.
  const isRefusal = doubt instanceof HttpError
  let told: string | undefined
  const tell = async ({ status }: Order): Promise<void> => {
    if (status !== undefined && status !== told) await options.onProgress?.({ step: 'status', refId, status })
    told = status
  }
  const onRead = async (order: Order): Promise<void> => {
    await tell(order)
    if (isRefusal && untouched(order)) throw doubt
  }
  let outcome: Outcome | undefined
  const reached = (order: Order): boolean => {
    outcome = outcomeOf(order)
    return outcome !== undefined
  }
  if (first !== undefined) await tell(first)
  const end = await poll({ read: look, reached, onRead, first, settle }, options, DEFAULTS, time).catch(
    (error: unknown) => {
      throw doubt !== undefined && error instanceof AbortedError ? doubt : error
    },
  )
  if (end.kind === 'reached') return { outcome: outcome as Outcome, order: end.last }
  const { kind: reason, last: order, error } = end
  if (doubt !== undefined && (order === undefined || untouched(order))) throw doubt
  if (order === undefined) throw error as TrueMarketsError
  return { outcome: 'unsettled', order, reason, error }
}
