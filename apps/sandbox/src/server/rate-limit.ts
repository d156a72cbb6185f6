import type { SandboxClock } from '../clock.ts'
import { ApiError } from './api-error.ts'

export interface RateLimitOptions {
  /** Requests for each window; `Infinity` counts but never refuses. Seen on the live gateway: 100. */
  readonly limit: number
  /** Seen on the live gateway: 60 s. */
  readonly windowMs: number
}

/** What was seen on the live gateway. */
export const BUDGET_SEEN: RateLimitOptions = { limit: 100, windowMs: 60_000 }

/** What became of one request that was counted. */
export interface Admission {
  readonly isAdmitted: boolean
  /** Headers of its answer, whether it is one or a refusal. */
  readonly headers: Readonly<Record<string, string>>
}

/** Counts requests in fixed windows on the sandbox's clock. How the reset is written is an open question (G11). */
export class RateLimit {
  readonly #clock: SandboxClock
  readonly #form: string
  #options: RateLimitOptions
  #windowEndsAt = 0
  #used = 0

  constructor(clock: SandboxClock, form: string, options: RateLimitOptions) {
    this.#clock = clock
    this.#form = form
    this.#options = options
  }

  get options(): RateLimitOptions {
    return this.#options
  }

  /** Sets another limit and begins a fresh window. */
  configure(options: RateLimitOptions): void {
    this.#options = options
    this.#windowEndsAt = 0
  }

  /** Counts one request; the headers of its answer, or a 429. */
  admit(): Readonly<Record<string, string>> {
    const { isAdmitted, headers } = this.count()
    if (!isAdmitted) throw new ApiError(429, 'too many requests', { headers })
    return headers
  }

  /** Counts one request, for an API that refuses in a shape of its own. */
  count(): Admission {
    const now = this.#clock.now()
    // A clock that was set back must not leave a window open for longer than a window.
    const isOver = now >= this.#windowEndsAt || now < this.#windowEndsAt - this.#options.windowMs
    if (isOver) {
      this.#windowEndsAt = now + this.#options.windowMs
      this.#used = 0
    }
    this.#used += 1
    if (!Number.isFinite(this.#options.limit)) return { isAdmitted: true, headers: {} }
    const remaining = Math.max(0, this.#options.limit - this.#used)
    const headers = { 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': this.#reset(now) }
    if (this.#used <= this.#options.limit) return { isAdmitted: true, headers }
    const secondsLeft = String(Math.ceil((this.#windowEndsAt - now) / 1000))
    const retryAfter = this.#form === 'retry-after' ? { 'Retry-After': secondsLeft } : {}
    return { isAdmitted: false, headers: { ...headers, ...retryAfter } }
  }

  #reset(now: number): string {
    if (this.#form === 'seconds-left') return String(Math.ceil((this.#windowEndsAt - now) / 1000))
    return String(Math.ceil(this.#windowEndsAt / 1000))
  }
}
