import { ValidationError } from '../errors/validation-error.ts'

/**
 * Puts parameters into a path template.
 *
 * @throws {ValidationError} `path_parameter_refused` for a missing or empty value and for `.` and `..`, which URL
 * resolution would turn into another endpoint; as {@link exactText} for all else.
 */
export function serializePath(template: string, params: Readonly<Record<string, unknown>>): string {
  if (!template.includes('{')) return template
  return template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = params[name]
    const text =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
    if (text === '' || text === '.' || text === '..') {
      throw new ValidationError(
        `The path parameter ${name} is ${text === '' ? 'missing or empty' : 'a relative path segment'}.`,
        [{ path: `path/${name}`, message: 'must be a non-empty id' }],
        { code: 'path_parameter_refused' },
      )
    }
    return encodeURIComponent(exactText(value, `path/${name}`))
  })
}

/**
 * Writes a query string. Undefined and null values are left out, arrays repeat their name or stand between commas, and objects
 * are JSON; the contracts have no other form, and lint refuses one that had.
 *
 * @param commaLists Names of the parameters whose array stands between commas.
 * @throws {ValidationError} as {@link exactText}.
 */
export function serializeQuery(query: Readonly<Record<string, unknown>>, commaLists: readonly string[] = []): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(query)) {
    const items: string[] = []
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) items.push(encodeURIComponent(exactText(item, `query/${name}`)))
    }
    const written = commaLists.includes(name) && items.length > 0 ? [items.join(',')] : items
    for (const text of written) pairs.push(`${encodeURIComponent(name)}=${text}`)
  }
  return pairs.join('&')
}

/**
 * A body as JSON.
 *
 * @throws {ValidationError} for what JSON cannot hold, such as a bigint or a cycle, amounts and ids go as strings; and for
 * what it holds nothing of, such as a form, a Map or a promise.
 */
export function serializeBody(body: unknown): string {
  let text: string | undefined
  let cause: unknown
  try {
    text = JSON.stringify(body)
  } catch (error) {
    cause = error
  }
  if (text !== undefined && (text !== '{}' || isPlain(body))) return text
  const message = 'must be JSON; write amounts, ids and nanosecond times as strings'
  throw new ValidationError('The body cannot be written as JSON.', [{ path: 'body', message }], { cause })
}

function isPlain(body: unknown): boolean {
  const prototype: unknown = Object.getPrototypeOf(body)
  return prototype === Object.prototype || prototype === null
}

/**
 * One parameter as text: strings as they are, a Date as RFC 3339, all else as JSON, which of numbers and booleans is their text.
 *
 * @throws {ValidationError} `request_invalid` for half a surrogate pair, for what JSON has no text for, and for a number that
 * is not the one somebody wrote: beyond 2^53 it has been rounded already, and as an id it would name another order.
 */
export function exactText(value: unknown, path: string): string {
  const exact = typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
  const text = exact ? textOf(value) : undefined
  if (text !== undefined && !/\p{Surrogate}/u.test(text)) return text
  const message = exact ? 'must be well-formed text or JSON' : 'must be a string: this number is not exact'
  throw new ValidationError(`The request was not sent: ${path} ${message}.`, [{ path, message }])
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return value.toString()
  try {
    return value instanceof Date ? value.toISOString() : JSON.stringify(value)
  } catch {
    // No date, or an object that JSON cannot hold.
    return undefined
  }
}
