import type { AnswerHeaders } from '../http/transport.ts'

/** Reading of the response headers that steer a client. Each function is strict and says what it ignores. */

/** Reset values above this are epoch seconds, below it seconds left (G11). */
const EPOCH_FROM = 1_000_000

/**
 * How long the server asks to wait, in milliseconds: `Retry-After` (seconds or HTTP date), else `x-ratelimit-reset`
 * when nothing remains, which a 429 says by itself. Undefined when it does not say, or says it unreadably.
 *
 * @param serverMs The server's time, in milliseconds since the epoch.
 */
export function retryAfterMs(headers: AnswerHeaders, status: number, serverMs: number): number | undefined {
  const retryAfter = headers.get('retry-after')?.trim()
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter)) return Math.min(Number(retryAfter) * 1000, Number.MAX_SAFE_INTEGER)
    const date = httpDate(retryAfter)
    if (date !== undefined) return msUntil(date, serverMs)
  }
  const reset = headers.get('x-ratelimit-reset')?.trim()
  const remaining = headers.get('x-ratelimit-remaining')?.trim() ?? (status === 429 ? '0' : undefined)
  if (reset === undefined || remaining !== '0') return undefined
  if (!/^\d{1,12}(?:\.\d{1,6})?$/.test(reset)) return undefined
  const seconds = Number(reset)
  return seconds > EPOCH_FROM ? msUntil(seconds * 1000, serverMs) : Math.ceil(seconds * 1000)
}

/** Whole, and rounded up: the server's time is estimated to a fraction, and timers cut one off. */
function msUntil(instantMs: number, serverMs: number): number {
  return Math.max(0, Math.ceil(instantMs - serverMs))
}

/** An HTTP date (RFC 9110) in milliseconds; undefined for anything else, however a date parser might read it. */
export function httpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

/** What a response says about the end of what it answers for. Times are RFC 3339. */
export interface DeprecationNotice {
  readonly deprecatedSince: string | undefined
  readonly sunset: string | undefined
  /** Target of a `Link` with relation `deprecation`, `sunset` or `successor-version`. */
  readonly link: string | undefined
}

/**
 * Reads `Deprecation` (RFC 9745: `@` with Unix seconds; its drafts: an HTTP date or a boolean), `Sunset` (RFC 8594) and `Link`.
 */
export function readDeprecation(headers: AnswerHeaders): DeprecationNotice | undefined {
  const deprecation = headers.get('deprecation')?.trim()
  const sunset = headers.get('sunset')?.trim()
  const said = deprecation !== undefined && deprecation !== '?0' && deprecation !== 'false'
  if (!said && sunset === undefined) return undefined
  return {
    deprecatedSince: said ? instant(deprecation) : undefined,
    sunset: sunset === undefined ? undefined : instant(sunset),
    link: noticeLink(headers.get('link') ?? ''),
  }
}

function instant(text: string): string | undefined {
  const epoch = /^@(\d{1,11})$/.exec(text)?.[1]
  const time = epoch === undefined ? httpDate(text) : Number(epoch) * 1000
  return time === undefined ? undefined : new Date(time).toISOString()
}

/** Relations whose target explains a notice (RFC 9745, RFC 8594, RFC 5829). */
const NOTICE_RELATIONS: ReadonlySet<string> = new Set(['deprecation', 'sunset', 'successor-version'])
/** One link of RFC 8288, and one of its parameters; a quoted value may hold commas and semicolons. */
const LINK = /<([^<>]*)>((?:\s*;\s*[^\s;,="]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g
const PARAMETER = /;\s*([^\s;,="]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/g

function noticeLink(header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(LINK)) {
    const rel = [...parameters.matchAll(PARAMETER)].find(([, name]) => name?.toLowerCase() === 'rel')
    const relations = (rel?.[2] ?? rel?.[3] ?? '').toLowerCase().split(/\s+/)
    if (relations.some((relation) => NOTICE_RELATIONS.has(relation))) return target
  }
  return undefined
}
