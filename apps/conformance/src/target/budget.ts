import type { Fetch } from '../record/fetch.ts'

/** How many requests a service takes in a minute, from everybody who uses the same account. */
export type Budget = { origin: string; perMinute: number }

export type BudgetTools = {
  now: () => number
  /** Comes back after this long, or once somebody wants an end. */
  wait: (ms: number, stop?: AbortSignal) => Promise<void>
}

const windowMs = 60_000

/** How much of a budget may be used when a case begins: the rest is for it and the one beside it. */
const usedAtMost = 0.5

/**
 * Counts the requests to a service that takes only so many. Nothing is held back on its way, where it would wait on the time of a
 * case and with a signature that ages: whoever begins something rests first. An answer that names what is left, or is a 429, counts
 * what others have used too. Of other services no number is known: after a 429 from one of them, everybody rests for a whole window.
 */
export function withinBudget(inner: Fetch, { origin, perMinute }: Budget, { now, wait }: BudgetTools) {
  let used: number[] = []
  let limitedUntil = Number.NEGATIVE_INFINITY
  const recent = () => {
    used = used.filter((at) => at > now() - windowMs)
    return used
  }
  const fetch: Fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString()
    if (new URL(url).origin !== origin) {
      const answer = await inner(input, init)
      if (answer.status === 429) limitedUntil = now() + windowMs
      return answer
    }
    recent().push(now())
    const response = await inner(input, init)
    const remaining = response.status === 429 ? '0' : response.headers.get('x-ratelimit-remaining')
    const told = remaining === null ? 0 : perMinute - Number(remaining)
    while (recent().length < told) used.push(now())
    return response
  }
  /** Comes back once at least half of the budget is free, or somebody wants an end. */
  const rest = async (stop?: AbortSignal): Promise<void> => {
    for (;;) {
      const tooMany = recent().length - perMinute * usedAtMost
      const freeAt = tooMany <= 0 ? now() : (used[Math.ceil(tooMany) - 1] ?? now()) + windowMs
      const until = Math.max(freeAt, limitedUntil)
      if (until <= now() || stop?.aborted === true) return
      await wait(until - now(), stop)
    }
  }
  return { fetch, rest }
}
