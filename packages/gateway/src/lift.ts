import { DecodeError, isRecord, type Lift } from '@truemarkets/core'

/** Members of which one is there when the answer says what became of what was to be created. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  // A quote without an id is the answer of an order that does not exist (Gateway, reading the create answer; question G22).
  createOrder: ['order_id', 'quote'],
  createTransfer: ['id'],
}

/**
 * Gives an object for a 202 without a body (question G5): no member of its type must be there. Refuses the success of a create that
 * names nothing that was created, and no reason why, for example `{}`: it may exist all the same, and an answer without an id reads
 * as if there were none.
 *
 * @throws {DecodeError} `response_breaks_contract`, which a write turns into its `OutcomeUnknownError`.
 */
export const lift: Lift = (body, { operation, status, attempts }) => {
  const names = Object.hasOwn(NAMES, operation) ? NAMES[operation] : undefined
  if (names === undefined || names.some((name) => has(body, name))) return status === 202 ? (body ?? {}) : body
  throw new DecodeError('The answer names nothing that was created, and no reason why.', {
    operation,
    status,
    attempts,
    code: 'response_breaks_contract',
  })
}

/** No member is published as nullable, so null means absent; of an id, also the empty text, except that of no order. */
function has(body: unknown, name: string): boolean {
  const value = isRecord(body) ? body[name] : undefined
  return value !== undefined && value !== null && (value !== '' || name === 'order_id')
}
