import { isObject, type Json, type JsonObject } from '../json.ts'
import { referenceTo, schemaName } from '../load/references.ts'
import type { Discriminating } from './discriminating.ts'
import { SCHEMA_MAPS } from './keywords.ts'
import { CONDITIONS, carriersIn, holds, isData, modesInUse, NONE, type SchemaUse } from './schema-uses.ts'
import { type EnumMode, isWidened, OVERLAPPING, widened } from './widened.ts'

/** What {@link openEnums} gives back. */
export type OpenedEnums = {
  /** The components, those needed both ways in two forms. */
  readonly schemas: JsonObject
  /** Rewrites a schema that stands outside the components. */
  readonly rewrite: (schema: Json, mode: EnumMode) => Json
  /** Open form → the closed component it was made from. */
  readonly openForms: ReadonlyMap<string, string>
}

/**
 * Opens the string enums of everything received and leaves those of everything sent closed, so that a value added
 * upstream never breaks a running client while a request is still checked. A component used both ways that holds an enum
 * comes in two forms: `OrderSide`, closed, and `OrderSideOpen`.
 */
export function openEnums(
  schemas: JsonObject,
  uses: readonly SchemaUse[],
  discriminating: Discriminating,
): OpenedEnums {
  const [closed, open] = carriersIn(
    schemas,
    (schema) => isWidened(schema, 'closed'),
    (schema) => isWidened(schema, 'open'),
  )
  const widening = { closed, open }
  const modes = modesInUse(schemas, uses, discriminating)
  const openForms = new Map<string, string>()

  const nameIn = (name: string, mode: EnumMode): string => {
    const used = modes.get(name)
    const isCarrier = closed.has(name) || open.has(name)
    if (mode === 'closed' || !isCarrier || used === undefined || !used.has('closed')) return name
    return freeName(`${name}Open`, schemas)
  }
  const change: Change = {
    ref: (ref, inMode) => {
      const name = schemaName(ref)
      return name === undefined ? ref : referenceTo(nameIn(name, inMode))
    },
    isWidened: (schema, inMode) => holds(schema, (one) => isWidened(one, inMode), widening[inMode]),
  }
  const rewrite = (schema: Json, mode: EnumMode, closed: ReadonlySet<string> = new Set()): Json =>
    walk(schema, mode, closed, change)

  const result: JsonObject = {}
  for (const [name, schema] of Object.entries(schemas)) {
    for (const mode of modes.get(name) ?? []) {
      const formName = nameIn(name, mode)
      // Where one form serves both ways, it is the one that is sent.
      if (mode === 'open' && formName === name && modes.get(name)?.has('closed') === true) continue
      result[formName] = rewrite(schema, mode, discriminating.get(name))
      if (formName !== name) openForms.set(formName, name)
    }
  }
  return { schemas: result, rewrite, openForms }
}

function freeName(name: string, taken: JsonObject): string {
  let free = name
  while (Object.hasOwn(taken, free)) free = `${free}_`
  return free
}

type Change = {
  readonly ref: (ref: Json, mode: EnumMode) => Json
  readonly isWidened: (schema: Json, mode: EnumMode) => boolean
}

/** Copies a schema, changing each reference and opening each enum where the mode says so. */
function walk(schema: Json, mode: EnumMode, closed: ReadonlySet<string>, change: Change): Json {
  if (Array.isArray(schema)) return schema.map((member) => walk(member, mode, closed, change))
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    // What is defined inside has a name of its own by now; openapi-typescript would take it for a member.
    if (key === '$defs') continue
    if (isData(key)) copy[key] = value
    else if (key === '$ref') copy[key] = change.ref(value, mode)
    else if (key === 'mapping' && isObject(value)) copy[key] = mapMapping(value, mode, change)
    else if (SCHEMA_MAPS.has(key) && isObject(value)) copy[key] = walkMap(value, mode, closed, change)
    else copy[key] = walk(value, CONDITIONS.has(key) ? 'closed' : mode, key === 'items' ? NONE : closed, change)
    if (key === 'oneOf' && change.isWidened(value, mode)) copy[OVERLAPPING] = true
  }
  return widened(copy, mode)
}

function walkMap(map: JsonObject, mode: EnumMode, closed: ReadonlySet<string>, change: Change): JsonObject {
  const copy: JsonObject = {}
  for (const [name, schema] of Object.entries(map)) {
    copy[name] = walk(schema, closed.has(name) ? 'closed' : mode, NONE, change)
  }
  return copy
}

function mapMapping(mapping: JsonObject, mode: EnumMode, change: Change): JsonObject {
  return Object.fromEntries(Object.entries(mapping).map(([value, ref]) => [value, change.ref(ref, mode)]))
}
