import { ValidationError } from '../errors/validation-error.ts'

/**
 * Puts parameters into a path template.
 *
 * @throws {ValidationError} `path_parameter_refused` for a missing or empty value and for `.` and `..`, which URL
 * resolution would turn into another endpoint.
 */
export function serializePath(template: string, params: Readonly<Record<string, unknown>>): string {
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
    return encodeURIComponent(text)
  })
}

/** How a query parameter that is not a single value is written: `repeat` (`a=1&a=2`), `comma` (`a=1,2`) or `json`. */
export type QueryStyle = 'repeat' | 'comma' | 'json'

/**
 * Writes a query string. Undefined and null values are left out; arrays repeat and objects are JSON unless `styles` says
 * otherwise.
 */
export function serializeQuery(
  query: Readonly<Record<string, unknown>>,
  styles: Readonly<Record<string, QueryStyle>> = {},
): string {
  const pairs: string[] = []
  const add = (name: string, value: string): void => {
    pairs.push(`${encodeURIComponent(name)}=${value}`)
  }
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    const style = styles[name] ?? (Array.isArray(value) ? 'repeat' : 'json')
    if (!Array.isArray(value) || style === 'json') add(name, encodeURIComponent(serializeValue(value)))
    else if (style === 'comma') add(name, value.map((item) => encodeURIComponent(serializeValue(item))).join(','))
    else for (const item of value) add(name, encodeURIComponent(serializeValue(item)))
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

/** One value as text: strings as they are, everything else as JSON, which for numbers and booleans is their own text. */
export function serializeValue(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
}
