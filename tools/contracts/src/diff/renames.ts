import { isObject, type Json, type JsonObject, mapObjects, objectAt } from '../json.ts'
import { referenceTo, schemaName, schemasOf } from '../load/references.ts'

/**
 * The schemas that have another name after a change: those of which one name went and one came, where what referred to the
 * one refers to the other. Among choices a name that comes may be another choice, so there both must say the same.
 *
 * @returns Name after → name before.
 */
export function renamedSchemas(before: JsonObject, after: JsonObject): ReadonlyMap<string, string> {
  const [left, right] = [schemasOf(before), schemasOf(after)]
  const renamed = new Map<string, string>()
  const isRenamed = (was: string, is: string): boolean =>
    Object.hasOwn(left, was) && Object.hasOwn(right, is) && !Object.hasOwn(right, was) && !Object.hasOwn(left, is)
  // References to what came or went say nothing here: they are what is looked for.
  const anonymous = (schema: Json | undefined): string =>
    JSON.stringify(schema ?? null, (key, value: Json) => {
      const name = key === '$ref' ? schemaName(value) : undefined
      return name !== undefined && Object.hasOwn(left, name) !== Object.hasOwn(right, name) ? '' : value
    })

  const visit = (was: Json | undefined, is: Json | undefined, isChoice: boolean): void => {
    if (Array.isArray(was) && Array.isArray(is)) {
      for (const [index, member] of was.entries()) visit(member, is[index], isChoice)
    } else if (isObject(was) && isObject(is)) {
      pair(schemaName(was['$ref']), schemaName(is['$ref']), isChoice)
      for (const key of Object.keys(was)) visit(was[key], is[key], key === 'oneOf' || key === 'anyOf')
    }
  }
  const pair = (was: string | undefined, is: string | undefined, isChoice: boolean): void => {
    if (was === undefined || is === undefined || renamed.has(is) || !isRenamed(was, is)) return
    if ([...renamed.values()].includes(was) || (isChoice && anonymous(left[was]) !== anonymous(right[is]))) return
    renamed.set(is, was)
    visit(left[was], right[is], false)
  }
  visit(before, after, false)
  return renamed
}

/** The same document with its schemas under other names, wherever something refers to them. */
export function withNames(document: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  if (names.size === 0) return document
  const renamed = (value: Json): Json => {
    const name = names.get(schemaName(value) ?? '')
    return name === undefined ? value : referenceTo(name)
  }
  const whole = mapObjects(document, (object) =>
    Object.values(object).some((value) => renamed(value) !== value)
      ? Object.fromEntries(Object.entries(object).map(([key, value]) => [key, renamed(value)]))
      : object,
  )
  const schemas = Object.entries(schemasOf(whole)).map(([name, schema]) => [names.get(name) ?? name, schema])
  return {
    ...whole,
    components: { ...objectAt(whole, 'components'), schemas: Object.fromEntries(schemas) as JsonObject },
  }
}
