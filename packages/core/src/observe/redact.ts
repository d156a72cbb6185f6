const REDACTED = '[redacted]'

/** Members of a request body whose values are credentials (Auth, Gateway execute, CeFi). */
const SECRET_MEMBERS = /"(?:refresh_token|access_token|signature|secret|d)"\s*:\s*"([^"\\]+)"/g
const SIGNATURE_LISTS = /"signatures"\s*:\s*\[([^\]]*)\]/g

/**
 * Makes a function that takes the credentials of one request out of a text, for servers that echo what they were sent.
 *
 * @param authorization Credential headers; their values, and the token after a scheme, are secret.
 * @param body Request body; the values of members known to hold credentials are secret.
 */
export function createRedactor(
  authorization: Readonly<Record<string, string>>,
  body: string,
): (text: string) => string {
  return (text) => {
    let clean = text
    for (const secret of secretsOf(authorization, body)) clean = clean.replaceAll(secret, REDACTED)
    return clean
  }
}

function secretsOf(authorization: Readonly<Record<string, string>>, body: string): string[] {
  const secrets = Object.values(authorization).flatMap((value) => [value, value.replace(/^Bearer /, '')])
  for (const [, value] of body.matchAll(SECRET_MEMBERS)) if (value !== undefined) secrets.push(value)
  for (const [, list] of body.matchAll(SIGNATURE_LISTS)) {
    for (const [, value] of (list ?? '').matchAll(/"([^"\\]+)"/g)) if (value !== undefined) secrets.push(value)
  }
  // Short values such as a user id of "0" or a timestamp are no secrets, and replacing them would spoil the text.
  return secrets.filter((secret) => secret.length >= 16)
}
