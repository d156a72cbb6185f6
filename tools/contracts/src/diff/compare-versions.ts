import { eachObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { lookUp, schemaName } from '../load/references.ts'
import { VERSION_SCHEMAS } from '../model/versions.ts'
import type { CompareInside, SchemaComparison } from './schema-comparison.ts'

/** Compares the shapes of a schema by their versions: which of them is sent when is known. */
export function compareVersions(
  context: SchemaComparison,
  before: JsonObject,
  after: JsonObject,
  at: string,
  compare: CompareInside,
): void {
  for (const version of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [targetOf(context.before, before[version]), targetOf(context.after, after[version])]
    if (was === undefined)
      context.report('version-added', versionPlace(context.before, version, at), 'has a shape of its own now')
    else if (is === undefined)
      context.report('version-removed', versionPlace(context.after, version, at), 'has no shape of its own any more')
    else compare(was, is, `${at} (${version})`)
  }
}

// A version that one of the contracts does not know at all came or went as a whole, which is told once.
function versionPlace(without: JsonObject, version: string, at: string): string {
  let isKnown = false
  eachObject(without, (object) => {
    isKnown ||= Object.hasOwn(objectAt(object, VERSION_SCHEMAS), version)
  })
  return isKnown ? `${at} (${version})` : `schema version ${version}`
}

// A component by its name, so that it is compared once.
function targetOf(document: JsonObject, ref: Json | undefined): Json | undefined {
  if (typeof ref !== 'string') return undefined
  return schemaName(ref) === undefined ? lookUp(document, ref) : { $ref: ref }
}
