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

/**
 * A request as a shell command, to try again by hand. Secrets are left out by name.
 * A body goes in only where it was the sandbox's: reports never hold what was sent to a live account.
 */
export function redactedCurl(exchange: HttpExchange, withBody: boolean): string {
  const headers = Object.entries(exchange.requestHeaders)
    .filter(([name]) => !noise.has(name))
    .map(([name, value]) => `-H ${quote(`${name}: ${secretHeaders.has(name) ? '[redacted]' : value}`)}`)
  const body = exchange.requestBody
  const data = body === null || !withBody ? [] : [`-d ${quote(redact(body))}`]
  return [`curl -X ${exchange.method}`, ...headers, ...data, quote(exchange.url)].join(' ')
}

function redact(body: string): string {
  return body.replaceAll(secretMembers, (_, name: string | undefined) =>
    name === undefined ? '"signatures":["[redacted]"]' : `"${name}":"[redacted]"`,
  )
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
