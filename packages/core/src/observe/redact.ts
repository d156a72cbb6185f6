const REDACTED = '[redacted]'

/** Members of a request body whose values are credentials (Auth, Gateway execute, CeFi). */
const SECRET_MEMBERS = /"(?:refresh_token|access_token|signature|secret|d)"\s*:\s*"([^"\\]+)"/g
const SIGNATURE_LISTS = /"signatures"\s*:\s*\[([^\]]*)\]/g

/** Headers whose values everybody may know. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'user-agent', 'x-truex-version'])

/**
 * Makes a function that takes the credentials of one request out of a text, for servers that echo what they were sent.
 *
 * @param headersOf Gives the headers of the request, when they are needed; the values of all but a few plain ones, and the
 * token after a scheme, are secret.
 * @param body Request body; the values of members known to hold credentials are secret.
 */
export function createRedactor(
  headersOf: () => Readonly<Record<string, string>>,
  body: string,
): (text: string) => string {
  return (text) => {
    let clean = text
    for (const secret of secretsOf(headersOf(), body)) clean = clean.replaceAll(secret, REDACTED)
    return clean
  }
}

function secretsOf(headers: Readonly<Record<string, string>>, body: string): string[] {
  const secrets = Object.entries(headers).flatMap(([name, value]) =>
    PLAIN_HEADERS.has(name.toLowerCase()) ? [] : [value, value.replace(/^Bearer /, '')],
  )
  for (const [, value] of body.matchAll(SECRET_MEMBERS)) if (value !== undefined) secrets.push(value)
  for (const [, list] of body.matchAll(SIGNATURE_LISTS)) {
    for (const [, value] of (list ?? '').matchAll(/"([^"\\]+)"/g)) if (value !== undefined) secrets.push(value)
  }
  // Short values such as a user id of "0" or a timestamp are no secrets, and replacing them would spoil the text.
  return secrets.filter((secret) => secret.length >= 16)
}
