import type { JsonObject } from '../../src/json.ts'
import type { Case, Edits } from './structure-case.ts'

const text: JsonObject = { type: 'string' }
const OLD = '/components/schemas/Old'
const NEW = '/components/schemas/New'

/**
 * The rules about named schemas and the version, which contracts of both kinds share.
 *
 * @param used The edits that make a message or a body of the schema of a name.
 */
export function componentCases(used: (name: string) => Edits) {
  const renamed = { before: { ...used('Old'), [OLD]: text }, after: { ...used('New'), [NEW]: text } }
  return {
    'schema-renamed': ['breaking', renamed, { before: { [OLD]: text }, after: { [NEW]: text } }],
    'schema-removed': ['breaking', { before: { [OLD]: text } }, renamed],
    'schema-added': ['compatible', { after: { [NEW]: text } }, renamed],
    'version-changed': ['compatible', { after: { '/info/version': '2' } }, { after: { '/info/title': '2' } }],
  } as const satisfies { readonly [rule: string]: Case }
}
