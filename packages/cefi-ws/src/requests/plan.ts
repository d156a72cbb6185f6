import type { SubscribableChannel } from '../generated/messages.ts'
import { CHANNELS } from '../wire.ts'
import { type Held, type Interest, interestKey, type Wanted } from './interests.ts'
import type { RequestPlan } from './request.ts'

/**
 * The next request that brings what the server sends closer to what is wanted; undefined when they agree.
 *
 * What must end goes first, so that an item which is to be subscribed anew is gone before it comes back. Then comes one turn after
 * the other: the server may close the connection on what it does not know (question `W9`).
 * One request never mixes credentials with none, nor DROPCOPY with market data, whose items mean different things.
 *
 * @param maxItems Most items in one request.
 */
export function planRequest(
  wanted: ReadonlyMap<string, Wanted>,
  held: ReadonlyMap<string, Held>,
  maxItems: number,
): RequestPlan | undefined {
  const leaving = [...held.values()].filter((entry) => {
    const want = wanted.get(interestKey(entry.channel, entry.item))
    return want === undefined || want.signed !== entry.signed || entry.refresh
  })
  if (leaving.length > 0) return { action: 'unsubscribe', ...rectangle(leaving, maxItems) }
  const joining = [...wanted.values()].filter((want) => !held.has(interestKey(want.channel, want.item)))
  const turn = joining.reduce((least, want) => Math.min(least, want.turn), Number.POSITIVE_INFINITY)
  const next = joining.filter((want) => want.turn === turn)
  return next.length === 0 ? undefined : { action: 'subscribe', ...rectangle(next, maxItems) }
}

/** The largest set of channels that share the items of the first one, since a request combines every channel with every item. */
function rectangle(interests: readonly Interest[], maxItems: number): Omit<RequestPlan, 'action'> {
  const itemsOf = (channel: SubscribableChannel, signed: boolean): string[] =>
    interests.filter((entry) => entry.channel === channel && entry.signed === signed).map(({ item }) => item)
  const first = CHANNELS.find((channel) => interests.some((entry) => entry.channel === channel)) ?? 'DROPCOPY'
  const signed = interests.some((entry) => entry.channel === first && entry.signed)
  const items = itemsOf(first, signed)
  const channels = CHANNELS.filter(
    (channel) =>
      channel === first || (first !== 'DROPCOPY' && channel !== 'DROPCOPY' && sameSet(items, itemsOf(channel, signed))),
  )
  return { channels, items: items.slice(0, maxItems), signed }
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false
  const set = new Set(left)
  return right.every((item) => set.has(item))
}
