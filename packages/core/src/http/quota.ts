/**
 * A budget for retries, shared by all calls of a client: when a service is down, retries stop before they become a storm.
 *
 * Each retry takes 5 of 100 tokens; each success gives one back.
 */
export interface RetryQuota {
  /** Takes the price of one retry; false when it cannot be paid. */
  take(): boolean
  /** Reports a success. */
  succeed(): void
}

const CAPACITY = 100
const PRICE = 5

/** Makes a full budget. */
export function createRetryQuota(capacity: number = CAPACITY): RetryQuota {
  let tokens = capacity
  return {
    take() {
      if (tokens < PRICE) return false
      tokens -= PRICE
      return true
    },
    succeed() {
      tokens = Math.min(capacity, tokens + 1)
    },
  }
}
