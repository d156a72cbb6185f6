import { ValidationError } from '@truemarkets/core'

/**
 * CeFi REST, ExternalId: a lowercase hyphenated UUIDv4, or 1 to 18 characters of the RFC 3986 unreserved set. Not `.` and
 * `..`: an order of that name could be neither read nor canceled by it, because a URL takes them for steps in its path.
 */
const EXTERNAL_ID =
  /^(?!\.{1,2}$)(?:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[A-Za-z0-9._~-]{1,18})$/

/**
 * Makes a client-assigned id: a random UUIDv4.
 *
 * @example
 * ```ts
 * const external_id = newExternalId()
 * ```
 */
export function newExternalId(): string {
  return crypto.randomUUID()
}

/**
 * Whether a value can serve as a client-assigned id.
 *
 * @example
 * ```ts
 * isExternalId('mm-0-1') // true
 * ```
 */
export function isExternalId(text: unknown): text is string {
  return typeof text === 'string' && EXTERNAL_ID.test(text)
}

/**
 * Refuses an id that the exchange might drop without a word: over-long ones never came back on the FIX side.
 *
 * @throws {ValidationError} `request_invalid`, naming `field`; nothing was sent.
 * @example
 * ```ts
 * checkExternalId('mm-0-1') // returns 'mm-0-1'
 * ```
 */
export function checkExternalId(text: string, field = 'body/external_id'): string {
  if (isExternalId(text)) return text
  throw new ValidationError('The client-assigned id has the wrong form.', [
    { path: field, message: 'must be a lowercase UUIDv4, or 1 to 18 characters of A-Z a-z 0-9 - . _ ~' },
  ])
}
