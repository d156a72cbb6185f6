/**
 * The text of `version.ts` with another version.
 *
 * @throws where the text states no version, so that a release never goes out under the last one.
 */
export function stamped(text: string, version: string): string {
  const statement = /(?<=CORE_VERSION = ')[^']+(?=')/
  if (!statement.test(text)) throw new Error('packages/core/src/version.ts states no CORE_VERSION.')
  return text.replace(statement, version)
}
