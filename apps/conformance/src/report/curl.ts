import type { HttpExchange } from '../record/exchange.ts'

/** Headers whose value opens something. They are named, so that a reader knows what to put there. */
const secretHeaders = new Set([
  'authorization',
  'x-truex-signature',
  'x-truex-key-id',
  'x-truex-organization-id',
  'x-truex-auth-signature',
  'x-truex-auth-token',
  'x-truex-auth-userid',
  'x-truex-auth-user-id',
])

/** Not worth repeating: every client sets its own. */
const noise = new Set(['accept', 'user-agent', 'content-length', 'connection', 'host'])

/** Members of a request body that open something: a challenge, a token, stamps. */
const secretMembers =
  /"(signature|refresh_token|key_id|key|organization_id)"\s*:\s*"[^"]*"|"signatures"\s*:\s*\[[^\]]*\]/g

/** Headers whose value is the same for everybody. */
const openHeaders = new Set(['content-type', 'x-truex-version'])

/**
 * A request as a shell command, to try again by hand. Secrets are left out by name. What was sent to a live account stays out of
 * reports altogether: neither body nor ids nor parameters, only the form of the request.
 */
export function redactedCurl(exchange: HttpExchange, isLive: boolean): string {
  const isHidden = (name: string) => (isLive ? !openHeaders.has(name) : secretHeaders.has(name))
  const headers = Object.entries(exchange.requestHeaders)
    .filter(([name]) => !noise.has(name))
    .map(([name, value]) => `-H ${quote(`${name}: ${isHidden(name) ? '[redacted]' : value}`)}`)
  const body = exchange.requestBody
  const data = body === null ? [] : [`-d ${isLive ? "'[left out]'" : quote(redact(body))}`]
  const url = isLive ? formOf(exchange.url) : exchange.url
  return [`curl -X ${exchange.method}`, ...headers, ...data, quote(url)].join(' ')
}

/** Path parts of the contracts are words and versions; an id is longer than a version and holds a digit. */
const isId = (part: string) => part.length > 4 && /\d/.test(part)

/** A URL without its ids and the values of its parameters. */
function formOf(url: string): string {
  const { origin, pathname, searchParams } = new URL(url)
  const path = pathname.split('/').map((part) => (isId(part) ? '{id}' : part))
  const query = [...searchParams.keys()].map((name) => `${name}={${name}}`).join('&')
  return `${origin}${path.join('/')}${query === '' ? '' : `?${query}`}`
}

function redact(body: string): string {
  return body.replaceAll(secretMembers, (_, name: string | undefined) =>
    name === undefined ? '"signatures":["[redacted]"]' : `"${name}":"[redacted]"`,
  )
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
