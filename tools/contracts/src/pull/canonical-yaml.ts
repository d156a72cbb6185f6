import { stringify } from 'yaml'
import { canonical, type JsonObject } from '../json.ts'

/** The order in which a reader looks for the parts of a contract; everything else follows by name. */
const FIRST = [
  'openapi',
  'asyncapi',
  'id',
  'info',
  'servers',
  'tags',
  'defaultContentType',
  'security',
  'channels',
  'operations',
  'paths',
  'webhooks',
  'components',
]

/** A contract as YAML that says the same thing in the same bytes, so that a diff shows changes and nothing else. */
export function canonicalYaml(document: JsonObject): string {
  const members = canonical(document)
  const names = [
    ...FIRST.filter((name) => members[name] !== undefined),
    ...Object.keys(members).filter((name) => !FIRST.includes(name)),
  ]
  const ordered = Object.fromEntries(names.map((name) => [name, members[name]]))
  return stringify(ordered, { lineWidth: 120, singleQuote: true, aliasDuplicateObjects: false })
}
