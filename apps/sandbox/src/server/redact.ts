import { parseJson } from './parse-json.ts'
import { isRecord } from './record.ts'

const REDACTED = '[redacted]'

/**
 * Headers whose values are shown; any other may open something, or would if the credentials were real. A list of what is
 * harmless stays safe when a client sends a header that nobody thought of.
 */
const SHOWN_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'deprecation',
  'host',
  'location',
  'retry-after',
  'sunset',
  'tm-on-behalf-of',
  'transfer-encoding',
  'user-agent',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-sandbox-fault',
  'x-truex-timestamp',
  'x-truex-auth-timestamp',
  'x-truex-version',
])

/** Names under which a body or a query holds something that opens or proves. */
const SECRET_NAME = /token|secret|signature|stamp$|password|passphrase|private|credential|authorization|^key$|^d$/i
/** Beside them, what is no more than a kind or a time. */
const HARMLESS_NAMES: ReadonlySet<string> = new Set(['token_type', 'timestamp', 'update_timestamp'])

/**
 * What a secret looks like wherever it stands, in an address too: a JWT, the base64 of an HMAC-SHA256, a PEM block, a run of
 * 64 or more characters of base64url or hex (an ES256 signature, a stamp, a key).
 */
const SECRET_SHAPES = new RegExp(
  [
    String.raw`eyJ[\w-]{8,}(?:\.[\w-]*)*`,
    String.raw`(?:[A-Za-z0-9+/_-]|%2[BF]){43}(?:=|%3D)`,
    String.raw`-----BEGIN[^-]*-----[^-]*`,
    String.raw`[A-Za-z0-9_-]{64,}`,
  ].join('|'),
  'gi',
)

/** The value of a header as a recording may show it. */
export function redactHeader(name: string, value: string): string {
  return SHOWN_HEADERS.has(name.toLowerCase()) ? redactText(value) : REDACTED
}

/** An address without the secrets in its path or query. */
export function redactUrl(url: string): string {
  const redacted = new URL(url)
  redacted.pathname = redactText(redacted.pathname)
  redacted.search = redactQuery(redacted.searchParams)
  return redacted.href
}

function redactQuery(query: URLSearchParams): string {
  return new URLSearchParams(
    [...query].map(([name, value]): [string, string] => [name, redactMember(name, value)]),
  ).toString()
}

/** JSON loses its secrets; anything else could hide one anywhere and is left out whole. */
export function redactBody(text: string): string {
  if (text === '') return ''
  const parsed = parseJson(text)
  return parsed === undefined ? REDACTED : JSON.stringify(redact(parsed.value))
}

export function redactText(text: string): string {
  return text.replaceAll(SECRET_SHAPES, REDACTED)
}

function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (!isRecord(value)) return value
  // Without a prototype, a member called `__proto__` is a member like any other.
  const redacted: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [name, member] of Object.entries(value)) {
    redacted[redactText(name)] = isSecretName(name) ? REDACTED : redact(member)
  }
  return redacted
}

function redactMember(name: string, value: string): string {
  return isSecretName(name) ? REDACTED : redactText(value)
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAMES.has(name)
}
