import { acceptedItems, type Settled } from './confirmation.ts'
import { keysOf, type RequestPlan } from './request.ts'

/** So many items are refused one by one before a refusal is taken to mean everything, as one of a wrong clock does. */
const MOST_ALONE = 3

/**
 * Divides what the server refuses together: a bad status does not say which item it means, and none shall fail for another. Each
 * request is about half of the one before, until a refusal means one item alone.
 */
export class Division {
  /** How many items one request may be about together with one that was refused along with others. */
  readonly #most = new Map<string, number>()
  /** How many of these were refused alone since anything was accepted. */
  #refusedAlone = 0

  /** As much of a plan as the next request may be about. */
  partOf(plan: RequestPlan): RequestPlan {
    const [first] = keysOf(plan)
    const most = first === undefined || this.#refusedAlone >= MOST_ALONE ? undefined : this.#most.get(first)
    return most === undefined ? plan : { ...plan, items: plan.items.slice(0, most) }
  }

  /**
   * Takes note of an answer, and tells whether its plan is to be asked for in parts. No credentials at all means all of them, and so
   * does a refusal after several items were refused by themselves.
   *
   * @param isShared Whether several depend on what it is about, of whom a refusal may mean one.
   */
  divides(plan: RequestPlan, answer: Settled, isShared: () => boolean): boolean {
    if (acceptedItems(plan, answer).length > 0) this.#refusedAlone = 0
    const { status } = answer.kind === 'refused' ? answer : {}
    if (status === undefined || status === 'UNAUTHENTICATED') return false
    const keys = keysOf(plan)
    if (plan.items.length === 1) {
      if (keys.some((key) => this.#most.has(key))) this.#refusedAlone++
      return false
    }
    if (this.#refusedAlone >= MOST_ALONE || (plan.action === 'subscribe' && !isShared())) return false
    for (const key of keys) this.#most.set(key, Math.ceil(plan.items.length / 2))
    return true
  }

  /** What a key was asked for is settled, one way or the other. */
  settle(key: string): void {
    this.#most.delete(key)
  }
}
