import { ValidationError } from '../errors/validation-error.ts'

/**
 * Puts parameters into a path template.
 *
 * @throws {ValidationError} `path_parameter_refused` for a missing or empty value and for `.` and `..`, which URL
 * resolution would turn into another endpoint; as {@link serializeQuery} for what has no exact text.
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
    return encodeValue(value, `path/${name}`)
  })
}

/**
 * One value, percent-encoded.
 *
 * @throws {ValidationError} for half a surrogate pair, and for a number that is not the one somebody wrote: beyond 2^53 it
 * has been rounded already, and as an id it would name another order.
 */
function encodeValue(value: unknown, path: string): string {
  const exact = typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
  try {
    const text: unknown = serializeValue(value)
    if (exact && typeof text === 'string') return encodeURIComponent(text)
  } catch {
    // Unpaired surrogates, and objects that JSON cannot hold.
  }
  throw new ValidationError('A parameter has no exact text.', [
    { path, message: exact ? 'must be well-formed text or JSON' : 'must be a string: this number is not exact' },
  ])
}

/**
 * Writes a query string. Undefined and null values are left out, arrays repeat their name, and objects are JSON; the
 * contracts have no other form, and lint refuses one that had.
 *
 * @throws {ValidationError} `request_invalid` for half a surrogate pair, and for a number that is no longer exact.
 */
export function serializeQuery(query: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) continue
      pairs.push(`${encodeURIComponent(name)}=${encodeValue(item, `query/${name}`)}`)
    }
  }
  return pairs.join('&')
}

/**
 * A body as JSON.
 *
 * @throws {ValidationError} for what JSON cannot hold, such as a bigint or a cycle; amounts and ids go as strings.
 */
export function serializeBody(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (error) {
    const message = 'must be JSON; write amounts, ids and nanosecond times as strings'
    throw new ValidationError('The body cannot be written as JSON.', [{ path: 'body', message }], { cause: error })
  }
}

/** One value as text: strings as they are, a Date as RFC 3339, all else as JSON, which of numbers and booleans is their text. */
export function serializeValue(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
}
