/** The JSON value of a text; `undefined` for anything else. What the parser says names offsets in the text, and is for nobody outside. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
