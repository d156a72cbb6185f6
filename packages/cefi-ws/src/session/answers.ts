import { SubscriptionRefusedError } from '../errors/subscription-refused-error.ts'
import type { ClientEvents } from '../events.ts'
import { acceptedItems, type Settled } from '../requests/confirmation.ts'
import { keysOf, type RequestPlan } from '../requests/request.ts'
import type { Emitter } from '../subscription/emitter.ts'
import type { PendingWaits } from './pending.ts'
import type { Wants } from './wants.ts'

/** How often in a row a confirmed subscription may be refused after a reconnect before it ends. */
const MOST_REFUSALS = 3

/** What acting on answers takes. */
export interface AnswersOptions {
  readonly events: Emitter<ClientEvents>
  readonly wants: Wants
  readonly pending: PendingWaits
  /** Whether the server has confirmed something on the connection of now, and the way it is wanted. */
  readonly holds: (key: string) => boolean
  /** The server has confirmed these keys, so it tells of them from now on. */
  readonly confirmed: (keys: readonly string[]) => void
  /** Ends the subscriptions that want any of the keys. */
  readonly endOwners: (keys: readonly string[], error: Error) => void
  /** Gives the connection up for a new one. */
  readonly drop: (reason: string) => void
}

/** What the answers of the server, or their absence, mean for callers who wait and for subscriptions that were in force. */
export class Answers {
  readonly #options: AnswersOptions

  constructor(options: AnswersOptions) {
    this.#options = options
  }

  /**
   * Ends the waits for what the server has confirmed, or nobody wants any more.
   *
   * @param keys Those of which something has changed; all when left out.
   */
  settle(keys?: Iterable<string>): void {
    const { pending, wants, holds } = this.#options
    pending.settle((key) => !wants.interests.has(key) || holds(key), keys)
  }

  onAnswer(plan: RequestPlan, answer: Settled): void {
    const { wants, confirmed } = this.#options
    if (plan.action === 'subscribe') {
      const accepted = keysOf(plan, acceptedItems(plan, answer))
      for (const key of accepted) wants.confirm(key)
      confirmed(accepted)
      if (answer.kind === 'refused') this.#onRefused(plan, answer)
    } else if (answer.kind === 'refused') {
      this.#onLingering({ ...plan, items: [...answer.items] }, { reason: 'refused', status: answer.status })
    }
    this.settle()
  }

  /** The callers who wait run into their own limit; what was in force before can only be saved by a new connection. */
  onTimeout(plan: RequestPlan): void {
    const { wants, pending, drop } = this.#options
    const orphaned = keysOf(plan).some((key) => wants.interests.has(key) && !pending.awaits(key))
    if (plan.action === 'unsubscribe') this.#onLingering(plan, { reason: 'unanswered', status: undefined })
    if (orphaned) drop('no confirmation in time')
  }

  /**
   * The server closed the connection on a subscription, where it may have refused it (question `W9`). Whatever it was, the next
   * connection asks for it last, lest that be closed on everybody, too; and in halves, where it may have been the item of one of many.
   *
   * @param isAnswered Whether it had answered others on that connection, which so was not closed for its own sake.
   */
  onRefusedByClose(plan: RequestPlan, cause: unknown, isAnswered: boolean): void {
    const { wants } = this.#options
    const { items } = plan
    if (items.length > 1 && wants.isShared(keysOf(plan))) {
      const middle = Math.ceil(items.length / 2)
      wants.putLast(keysOf(plan, items.slice(0, middle)))
      return wants.putLast(keysOf(plan, items.slice(middle)))
    }
    wants.putLast(keysOf(plan))
    if (!isAnswered) return
    const refusal = { operation: 'subscribe', attempts: 1, connectionStatus: undefined, items, cause }
    this.#refuse(keysOf(plan), new SubscriptionRefusedError(refusal))
  }

  #onRefused(plan: RequestPlan, answer: Extract<Settled, { kind: 'refused' }>): void {
    const items = [...answer.items]
    const refusal = { operation: 'subscribe', attempts: 1, connectionStatus: answer.status, items }
    const isLost = this.#refuse(keysOf(plan, items), new SubscriptionRefusedError(refusal))
    if (isLost) this.#options.drop('subscription refused')
  }

  /**
   * Fails who waits for these. What was in force on an earlier connection deserves another try, on a new one.
   *
   * @returns Whether there is something to be tried again.
   */
  #refuse(keys: readonly string[], error: Error): boolean {
    const { wants, pending, endOwners } = this.#options
    const waited = new Set(keys.filter((key) => pending.awaits(key)))
    pending.fail(waited, error)
    const lost = keys.filter((key) => !waited.has(key))
    const hopeless = lost.filter((key) => wants.countRefusal(key) >= MOST_REFUSALS)
    endOwners(hopeless, error)
    return hopeless.length < lost.length
  }

  /** The subscription has ended for its owner, so its failure channel is closed: the session tells. */
  #onLingering(plan: RequestPlan, why: Pick<ClientEvents['lingering'][0], 'reason' | 'status'>): void {
    const { events, wants } = this.#options
    const items = plan.items.filter((item) => keysOf(plan, [item]).some((key) => !wants.interests.has(key)))
    if (items.length > 0) events.emit('lingering', { channels: plan.channels, items, ...why })
  }
}
