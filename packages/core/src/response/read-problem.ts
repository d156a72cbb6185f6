import type { Problem } from '../errors/problem.ts'
import type { AnswerHeaders } from '../http/transport.ts'
import { isRecord, parseJson } from '../json.ts'

/** Longest text from a server that goes into an error. */
const MAX_TEXT = 500

/**
 * Reads what a server said about a failure, in any of the shapes seen: RFC 7807 bare or under `error`, `{message}`,
 * `{type, code, message, field_violations, request_id}`, `{error, message, code}`, plain text, HTML, nothing.
 *
 * What is printed of it is one line, without control characters. JSON of another shape is passed on as its text.
 *
 * @param text The body.
 * @param redact Takes the request's credentials out of a text.
 */
export function readProblem(text: string, headers: AnswerHeaders, redact: (text: string) => string): Problem {
  const headerId = headers.get('x-request-id') ?? undefined
  const withId = (problem: Problem): Problem =>
    headerId === undefined ? problem : { requestId: clip(redact(headerId)), ...problem }
  if (text.trim() === '') return withId({ fieldViolations: [], format: 'empty' })
  const parsed = parseJson(text)
  const body = parsed.ok ? parsed.value : undefined
  if (isRecord(body)) {
    const clean = (value: string): string => clip(redact(value))
    const said = isRecord(body['error']) ? body['error'] : body
    const problem = fromJson(said, clean)
    const isUnderstood = (problem.message ?? problem.title ?? problem.type) !== undefined
    return withId(isUnderstood || Object.keys(said).length === 0 ? problem : { message: clean(text), ...problem })
  }
  if (/^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text)) return withId({ fieldViolations: [], format: 'html' })
  return withId({ message: clip(redact(text)), fieldViolations: [], format: 'text' })
}

/** Every member that one of the shapes has. */
const MEMBERS: ReadonlySet<string> = new Set(
  'type title status detail instance message code error field_violations request_id'.split(' '),
)

/**
 * Whether a JSON value is one of the shapes and nothing else, as a service gives it that reports a failure with a status of
 * success. A result may well have a `message` or a `type`, but not only such members; and its `status` is a word.
 */
export function isProblem(value: unknown): boolean {
  if (!isRecord(value)) return false
  if (!Object.keys(value).every((name) => MEMBERS.has(name))) return false
  const { error, message, title, status = 0 } = value
  const says = isRecord(error) || [error, message, title].some((text) => typeof text === 'string' && text !== '')
  return says && typeof status === 'number'
}

function fromJson(body: Readonly<Record<string, unknown>>, clean: (text: string) => string): Problem {
  const text = (name: string): string | undefined => {
    const value = body[name]
    return typeof value === 'string' && value !== '' ? clean(value) : undefined
  }
  const texts = {
    type: text('type'),
    code: typeof body['code'] === 'number' ? String(body['code']) : text('code'),
    title: text('title'),
    message: text('detail') ?? text('message') ?? text('error'),
    instance: text('instance'),
    requestId: text('request_id'),
  }
  const given = Object.entries(texts).filter((member): member is [string, string] => member[1] !== undefined)
  return {
    ...Object.fromEntries(given),
    fieldViolations: violations(body['field_violations'], clean),
    format: 'json',
  }
}

function violations(value: unknown, clean: (text: string) => string): Problem['fieldViolations'] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return []
    const { field, message } = entry
    return typeof field === 'string' && typeof message === 'string'
      ? [{ field: clean(field), message: clean(message) }]
      : []
  })
}

/**
 * What would move the cursor, colour a terminal, begin a line of a log or turn the text around (Unicode TR9): everything but
 * the ranges between. Written out, because a class such as `\p{Cc}` is looked up in Unicode's tables when the client is imported.
 */
const UNPRINTABLE = /[^\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\uffff]+/g

// Errors are printed and logged, and whoever answers for the service may have written anything.
function clip(text: string): string {
  const printable = text.replace(UNPRINTABLE, ' ').trim()
  // Not between the halves of a character.
  return printable.length > MAX_TEXT ? `${printable.slice(0, MAX_TEXT).replace(/[\ud800-\udbff]$/, '')}...` : printable
}
