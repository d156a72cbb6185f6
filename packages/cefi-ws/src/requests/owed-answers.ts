import type { After } from '../connection/reading-time.ts'
import { keysOf, type RequestPlan } from './request.ts'

/**
 * Answers to requests that were given up. Each may still arrive on the connection, and as long as one may, a refusal is nobody's
 * for sure: requests have no id.
 *
 * They are not waited for for ever. A later request that was answered for certain says that none will come, since the server
 * answers in the order of asking. So does time: a server that is that slow would have let another request be given up.
 */
export class OwedAnswers {
  readonly #afterReading: After
  readonly #expiryMs: number
  #plans: readonly RequestPlan[] = []
  #stopExpiry: (() => void) | undefined

  /** @param expiryMs How long after a request was given up answers may come, in milliseconds; more than another one takes to be. */
  constructor(afterReading: After, expiryMs: number) {
    this.#afterReading = afterReading
    this.#expiryMs = expiryMs
  }

  get areDue(): boolean {
    return this.#plans.length > 0
  }

  /** A request was given up. */
  add(plan: RequestPlan): void {
    this.#plans = [...this.#plans, plan]
    this.#stopExpiry?.()
    this.#stopExpiry = this.#afterReading(this.#expiryMs, () => this.clear())
  }

  /** One has arrived, or what may be one. */
  arrive(): void {
    this.#plans = this.#plans.slice(1)
    if (!this.areDue) this.clear()
  }

  /** The server says what a later request has asked for. Where both are about the same item it may mean the earlier one. */
  forgetBefore(plan: RequestPlan): void {
    const keys = new Set(keysOf(plan))
    if (!this.#plans.some((owed) => keysOf(owed).some((key) => keys.has(key)))) this.clear()
  }

  /** Forgets all of them, and leaves no timer. */
  clear(): void {
    this.#plans = []
    this.#stopExpiry?.()
    this.#stopExpiry = undefined
  }
}
