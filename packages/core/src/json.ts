/**
 * Parses JSON without throwing: a SyntaxError quotes the text it failed on, and the text may be a key, a token or an answer
 * that holds one.
 *
 * A number that a double would change, such as an id of 19 digits, comes as the text it was written in. The contracts promise
 * ids and amounts as strings, and one that is silently another is worse than one of another type.
 */
export function parseJson(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: readJson(text) }
  } catch {
    return { ok: false }
  }
}

/** Where a number may be longer than what a double holds; cheap to look for, and almost never there. */
const LONG_NUMBER = /[:,[]\s*-?\d[\d.]{15}/
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function readJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text)
  return JSON.parse(text.replace(TEXT_OR_NUMBER, (token) => (isExact(token) ? token : `"${token}"`)))
}

// A double holds any 15 significant digits; of more only what it writes in the same way.
function isExact(token: string): boolean {
  if (token.startsWith('"')) return true
  const written = token.replace(/[eE].*/, '').replace(/(\.\d*?)0+$/, '$1')
  const digits = written.replace(/^-?[0.]*/, '').replace('.', '').length
  return digits <= 15 || String(Number(token)) === token
}

/** Whether a value is an object with members, and neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
