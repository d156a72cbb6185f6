/**
 * How far to follow an order. `accepted`: until the service has taken it. `settled`: until it is filled, dead, or resting
 * in the book. `terminal`: until it is filled or dead; resting does not count.
 */
export type Until = 'accepted' | 'settled' | 'terminal'

/** Statuses at which following an order can end. */
export type OrderEnding = 'complete' | 'canceled' | 'failed' | 'active'

/**
 * The ending that a status means, or undefined while there is more to come. An unknown status is not an ending.
 *
 * Only limit orders rest, so `active` ends nothing for a market order (Gateway, order states).
 */
export function orderEnding(
  status: string | undefined,
  until: Until,
  type: string | undefined,
): OrderEnding | undefined {
  switch (status) {
    case 'complete':
    case 'canceled':
    case 'failed':
      return status
    case 'active':
      return until !== 'terminal' && type === 'limit' ? status : undefined
    default:
      return undefined
  }
}

/** The last link of a failure chain joined by `: `, which is the part for people. */
export function reasonForPeople(failureReason: string | undefined): string | undefined {
  return failureReason?.split(': ').at(-1)
}
