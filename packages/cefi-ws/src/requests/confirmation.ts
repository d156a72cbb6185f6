import { isRecord } from '@truemarkets/core'
import type { Confirmation, ConnectionStatus, SubscribableChannel } from '../generated/messages.ts'
import { isAbsent, isSubscribable, isText, jsonOf } from '../wire.ts'
import { interestKey } from './interests.ts'
import type { RequestPlan } from './request.ts'

/** What a confirmation means for the request that waits for one. */
export type Answer =
  | { readonly kind: 'accepted' }
  /** `items` are those that are not in force on every channel asked for; `status` is the one that says why, if any does. */
  | { readonly kind: 'refused'; readonly status: ConnectionStatus | undefined; readonly items: ReadonlySet<string> }
  /** It answers something else: a request that was given up, or no request at all. */
  | { readonly kind: 'unrelated' }

/** An answer that settles the request. */
export type Settled = Exclude<Answer, { readonly kind: 'unrelated' }>

/** The items of a request that an answer leaves as the request wants them. */
export function acceptedItems({ items }: RequestPlan, answer: Settled): readonly string[] {
  return answer.kind === 'accepted' ? items : items.filter((item) => !answer.items.has(item))
}

/** Statuses that fail the request, whatever it was (meanings are inferred, the values are published). */
const FAILURES: ReadonlySet<string> = new Set(['INVALID', 'ERROR', 'UNAUTHORIZED'])

/**
 * Reads a confirmation as the answer to a request. Requests have no id, so it goes by the content: the confirmation
 * lists everything in force.
 *
 * @param isDoubtful Whether it may be another word of the server: then only a list that shows what was asked for is an answer.
 */
export function judge(plan: RequestPlan, confirmation: Confirmation, isDoubtful: boolean): Answer {
  const { status, subscriptions, update } = confirmation
  const failed = (status !== undefined && FAILURES.has(status)) || (plan.signed && status === 'UNAUTHENTICATED')
  const isListed = !isAbsent(subscriptions)
  const wrong = isListed ? unsettledItems(plan, subscriptions) : new Set<string>()
  if (!failed && wrong.size === 0 && (isListed || !isDoubtful)) return { kind: 'accepted' }
  // Only SNAPSHOT is known to answer a request (`W11`); an UPDATE that says no may be about the connection.
  if (update === 'UPDATE' || isDoubtful) return { kind: 'unrelated' }
  // A status that is no failure does not explain why an item is missing.
  return failed
    ? { kind: 'refused', status, items: new Set(plan.items) }
    : { kind: 'refused', status: undefined, items: wrong }
}

/** How many digits a time in nanoseconds has, from 2001 to 2286. */
const NANOSECOND_DIGITS = 19

/**
 * Whether a confirmation is the one before over again, which answers nothing. Two with the same content are told apart by their
 * times, and only where these are in nanoseconds (question `W12`): a server that counts seconds may refuse twice within one.
 */
export function isRepeated(confirmation: Confirmation, before: Confirmation | undefined): boolean {
  const { timestamp } = confirmation
  if (!isText(timestamp) || timestamp.length < NANOSECOND_DIGITS || timestamp !== before?.timestamp) return false
  const text = jsonOf(confirmation)
  return text !== undefined && text === jsonOf(before)
}

/** The items of a plan that the list does not show as the plan wants them. */
function unsettledItems(plan: RequestPlan, subscriptions: unknown): Set<string> {
  const inForce = keysInForce(subscriptions)
  const isSettled = (channel: SubscribableChannel, item: string): boolean =>
    inForce.has(interestKey(channel, item)) === (plan.action === 'subscribe')
  return new Set(plan.items.filter((item) => !plan.channels.every((channel) => isSettled(channel, item))))
}

/** The keys of what a confirmation lists. The payload has not been checked: what cannot be read lists nothing. */
export function keysInForce(subscriptions: unknown): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const entry of listOf(subscriptions)) {
    const { channel, item_names: items } = isRecord(entry) ? entry : {}
    if (!isText(channel) || !isSubscribable(channel)) continue
    for (const item of listOf(items)) if (isText(item)) keys.add(interestKey(channel, item))
  }
  return keys
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
