import type { SubscribableChannel } from '../generated/messages.ts'
import { isAbsent } from '../wire.ts'

/** What a sequence number says about the message that carries it. */
export type SequenceVerdict =
  | { readonly kind: 'next' }
  /** Numbers between the last one and this one were never seen. */
  | { readonly kind: 'gap'; readonly last: string; readonly seqnum: string }
  /** The number is not above the last one: a repeat, a reordering, or a counter that was reset. */
  | { readonly kind: 'repeat'; readonly last: string; readonly seqnum: string }

/** The parts of a message that the tracker reads. */
export interface Numbered {
  readonly channel: SubscribableChannel
  readonly update: 'SNAPSHOT' | 'UPDATE' | 'SNAPSHOT_COMPLETE'
  /** Digits; a number where the service has not put it in quotes. */
  readonly seqnum?: string | number | null
}

/** The number of a message as text, empty where it has none. */
export function seqnumOf({ seqnum }: Pick<Numbered, 'seqnum'>): string {
  return isAbsent(seqnum) ? '' : String(seqnum)
}

interface Counter {
  last: string
  /** The last number was a snapshot's, so the next one may repeat it. */
  rebased: boolean
}

/** The number of the first update after a snapshot: the snapshot's own, the one after it, or either of the two. */
export type FirstUpdate = 'same' | 'next' | 'either'

const NEXT: SequenceVerdict = { kind: 'next' }

/**
 * Follows the sequence numbers of one connection.
 *
 * A SNAPSHOT sets the number of its scope. The first update after it may carry the same number or the next one: the
 * publisher's own code expects the same, common practice is the next (question `W7`). Under `either`, a server that was once
 * seen to repeat the number is held to it, since from such a server the next number means that one was missed. After that each
 * number is one above the last. Messages without a number are not judged. A message out of line re-bases the counter, so
 * that one fault is reported once. Nor is a SNAPSHOT judged, of whatever item: what was missed of another item of the channel right
 * before it cannot be told, unless each item has numbers of its own (`channel-item`).
 */
export class SequenceTracker {
  readonly #counters = new Map<string, Counter>()
  #firstUpdate: FirstUpdate

  constructor(firstUpdate: FirstUpdate = 'either') {
    this.#firstUpdate = firstUpdate
  }

  /**
   * Judges the number of a message and remembers it.
   *
   * @param scope What the number counts: the channel, or the channel and item (question `W7`).
   */
  accept(message: Numbered, scope: string): SequenceVerdict {
    const { update } = message
    const seqnum = seqnumOf(message)
    if (seqnum === '') return NEXT
    const counter = this.#counters.get(scope)
    if (counter === undefined) {
      this.#counters.set(scope, { last: seqnum, rebased: update !== 'UPDATE' })
      return NEXT
    }
    const { last, rebased } = counter
    counter.last = seqnum
    if (update === 'SNAPSHOT') {
      counter.rebased = true
      return NEXT
    }
    const fits = update === 'SNAPSHOT_COMPLETE' ? endFits(last, seqnum) : this.#updateFits(last, seqnum, rebased)
    // SNAPSHOT_COMPLETE belongs to the snapshot: what follows it is still the first update.
    counter.rebased = rebased && update === 'SNAPSHOT_COMPLETE'
    if (fits) return NEXT
    return { kind: BigInt(seqnum) > BigInt(last) ? 'gap' : 'repeat', last, seqnum }
  }

  #updateFits(last: string, seqnum: string, first: boolean): boolean {
    if (!first) return isSuccessor(last, seqnum)
    if (last === seqnum && this.#firstUpdate !== 'next') {
      this.#firstUpdate = 'same'
      return true
    }
    return this.#firstUpdate !== 'same' && isSuccessor(last, seqnum)
  }
}

/** Whether the end marker has a number of its own is unknown (`W6`); one that repeats the last is no fault. */
function endFits(last: string, seqnum: string): boolean {
  return last === seqnum || isSuccessor(last, seqnum)
}

/** Whether `next` is `last` plus one. Numbers stay text: they may be too long for a double, and this costs no bigint. */
export function isSuccessor(last: string, next: string): boolean {
  let index = last.length - 1
  if (next.length === last.length) {
    while (last.charCodeAt(index) === NINE && next.charCodeAt(index) === ZERO) index--
    if (last.charCodeAt(index) + 1 === next.charCodeAt(index)) {
      do index--
      while (index >= 0 && last.charCodeAt(index) === next.charCodeAt(index))
      if (index < 0) return true
    }
  }
  // Another number of digits, leading zeros, or not the next one.
  return BigInt(next) === BigInt(last) + 1n
}

/** Whether one number is below another. Both are taken to be written alike, with leading zeros or without. */
export function isEarlier(seqnum: string, than: string): boolean {
  return seqnum.length === than.length ? seqnum < than : seqnum.length < than.length
}

const ZERO = 48
const NINE = 57
