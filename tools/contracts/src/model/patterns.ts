/**
 * The flags a pattern needs: `u`, as JSON Schema asks; none for a pattern that escapes what needs no escape, which publishers
 * write and only the older syntax allows; `undefined` for what is no regular expression at all.
 */
export function regExpFlags(pattern: string): 'u' | '' | undefined {
  return (['u', ''] as const).find((flags) => compiles(pattern, flags))
}

/** Whether code can be made of a pattern. */
export function isPattern(pattern: string): boolean {
  return regExpFlags(pattern) !== undefined
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp
  } catch {
    return false
  }
}
