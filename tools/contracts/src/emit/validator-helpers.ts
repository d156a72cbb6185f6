/**
 * What ajv's compiled code calls at run time, by the module it asks for: written into the validators, so that they need no
 * package and no CommonJS, whatever a new contract checks.
 */
export const HELPERS: ReadonlyMap<string, { readonly name: string; readonly code: string }> = new Map([
  [
    'ajv/dist/runtime/ucs2length',
    {
      name: 'characters',
      code: `// JSON Schema counts characters, not code units.
function characters(text) {
  let count = 0
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) count += 1
  return count
}
`,
    },
  ],
  [
    'ajv/dist/runtime/equal',
    {
      name: 'equal',
      code: `// Whether two values of JSON are the same.
function equal(a, b) {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
}
`,
    },
  ],
])
