/**
 * Parses JSON without throwing: a SyntaxError quotes the text it failed on, and the text may be a key, a token or an answer
 * that holds one.
 *
 * A number with a fraction or an exponent, and a whole one beyond 2^53, such as an id of 18 digits, comes as the text it was
 * written in. The contracts promise amounts, prices and ids as texts, and have no numbers but small whole ones; one that is
 * silently another, or has lost its zeros, is worse than one of another type.
 *
 * @param fractions The contract does have numbers with a fraction here: they come as numbers. Default: false.
 */
export function parseJson(
  text: string,
  fractions = false,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: readJson(text, fractions) }
  } catch {
    return { ok: false }
  }
}

/**
 * Where a member or an item may be such a number: almost nowhere, and it is looked for in every answer. What follows the
 * digits is read on, because a time in a text has them after a colon too.
 */
const INEXACT = /[:,[]\s*-?\d+(?:\d{15}|[.eE][-+\deE]*\s*[,}\]])/
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function readJson(text: string, fractions: boolean): unknown {
  // First, because of a text that is no JSON the expressions below may take a time that grows with the square of its length.
  const value: unknown = JSON.parse(text)
  if (!INEXACT.test(text)) return value
  return JSON.parse(text.replace(TEXT_OR_NUMBER, (token) => (isExact(token, fractions) ? token : `"${token}"`)))
}

function isExact(token: string, fractions: boolean): boolean {
  if (token.startsWith('"')) return true
  return /[.eE]/.test(token) ? fractions : Number.isSafeInteger(Number(token))
}

/**
 * Whether a value is an object with members, and neither null nor an array.
 *
 * @example
 * ```ts
 * isRecord(JSON.parse('{"id":"7"}')) // true
 * ```
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
