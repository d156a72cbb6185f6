import { arrayAt, eachObject, isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { alternatives } from './discriminators.ts'
import { DATA, SCHEMA_MAPS } from './keywords.ts'

/** Marks the member of an `anyOf` that stands for values newer than the contract; emitted as `(string & {})`. */
export const ANY_STRING = 'x-any-string'

/** How the enums of a schema are read: as written (what we send), or open to values added later (what we receive). */
export type EnumMode = 'closed' | 'open'

/** A schema in use, and how its enums are read. */
export type SchemaUse = { readonly schema: Json; readonly mode: EnumMode }

/** Properties that tell the members of a union apart keep their enums closed: component name → property names. */
export type Discriminating = ReadonlyMap<string, ReadonlySet<string>>

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
  const carriers = enumCarriers(schemas)
  const modes = modesInUse(schemas, uses, discriminating)
  const openForms = new Map<string, string>()

  const nameIn = (name: string, mode: EnumMode): string => {
    const used = modes.get(name)
    if (mode === 'closed' || !carriers.has(name) || used === undefined || !used.has('closed')) return name
    return freeName(`${name}Open`, schemas)
  }
  const rewrite = (schema: Json, mode: EnumMode, closed: ReadonlySet<string> = new Set()): Json =>
    walk(schema, mode, closed, (ref, inMode) => {
      const name = schemaName(ref)
      return name === undefined ? ref : `#/components/schemas/${nameIn(name, inMode)}`
    })

  const result: JsonObject = {}
  for (const [name, schema] of Object.entries(schemas)) {
    for (const mode of modes.get(name) ?? []) {
      const formName = nameIn(name, mode)
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

function isOpenable(schema: JsonObject): boolean {
  const values = schema['enum']
  return Array.isArray(values) && values.filter((value) => typeof value === 'string').length > 1
}

/** The components that read differently by direction: they hold, directly or through others, an enum or a one-way member. */
function enumCarriers(schemas: JsonObject): Set<string> {
  const carriers = new Set<string>()
  const parents = new Map<string, Set<string>>()
  for (const [name, schema] of Object.entries(schemas)) {
    visit(
      schema,
      'closed',
      NONE,
      (ref) => {
        const child = schemaName(ref)
        if (child !== undefined) parents.set(child, (parents.get(child) ?? new Set<string>()).add(name))
      },
      () => carriers.add(name),
    )
  }
  const queue = [...carriers]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const parent of parents.get(name) ?? []) {
      if (!carriers.has(parent)) queue.push(parent)
      carriers.add(parent)
    }
  }
  return carriers
}

function modesInUse(
  schemas: JsonObject,
  uses: readonly SchemaUse[],
  discriminating: Discriminating,
): Map<string, Set<EnumMode>> {
  const modes = new Map<string, Set<EnumMode>>()
  const follow = (schema: Json, mode: EnumMode, closed: ReadonlySet<string>): void => {
    visit(schema, mode, closed, (ref, inMode) => {
      const name = schemaName(ref)
      if (name !== undefined) enter(name, inMode)
    })
  }
  const enter = (name: string, mode: EnumMode): void => {
    const seen = modes.get(name) ?? new Set<EnumMode>()
    if (seen.has(mode)) return
    modes.set(name, seen.add(mode))
    follow(schemas[name] ?? true, mode, discriminating.get(name) ?? new Set())
  }
  for (const { schema, mode } of uses) follow(schema, mode, new Set())
  // What nothing uses is kept as if it were received, and so is what only it refers to.
  for (const name of Object.keys(schemas)) {
    if (!modes.has(name)) enter(name, 'open')
  }
  return modes
}

const NONE: ReadonlySet<string> = new Set()

/** Copies a schema, handing each reference to `onRef` and opening each enum where the mode says so. */
function walk(
  schema: Json,
  mode: EnumMode,
  closed: ReadonlySet<string>,
  onRef: (ref: Json, mode: EnumMode) => Json,
): Json {
  if (Array.isArray(schema)) return schema.map((member) => walk(member, mode, closed, onRef))
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    // What is defined inside has a name of its own by now; openapi-typescript would take it for a member.
    if (key === '$defs') continue
    if (isData(key)) copy[key] = value
    else if (key === '$ref') copy[key] = onRef(value, mode)
    else if (key === 'mapping' && isObject(value)) copy[key] = mapMapping(value, mode, onRef)
    else if (SCHEMA_MAPS.has(key) && isObject(value)) copy[key] = walkMap(value, mode, closed, onRef)
    else copy[key] = walk(value, mode, key === 'items' ? NONE : closed, onRef)
  }
  if (hasOneWayMembers(schema)) return withoutForeign(copy, mode)
  return mode === 'open' && isOpenable(schema) ? opened(copy) : copy
}

/** Goes the way of {@link walk} without copying anything; `onEnum` hears of each schema that reads differently by direction. */
function visit(
  schema: Json,
  mode: EnumMode,
  closed: ReadonlySet<string>,
  onRef: (ref: Json, mode: EnumMode) => void,
  onEnum: () => void = () => {},
): void {
  if (typeof schema !== 'object' || schema === null) return
  if (Array.isArray(schema)) {
    for (const member of schema) visit(member, mode, closed, onRef, onEnum)
    return
  }
  for (const key in schema) {
    const value = schema[key] ?? null
    if (isData(key)) continue
    if (key === '$ref') onRef(value, mode)
    else if (key === 'mapping' && isObject(value)) for (const ref of Object.values(value)) onRef(ref, mode)
    else if (SCHEMA_MAPS.has(key) && isObject(value)) {
      for (const [name, member] of Object.entries(value))
        visit(member, closed.has(name) ? 'closed' : mode, NONE, onRef, onEnum)
    } else visit(value, mode, key === 'items' ? NONE : closed, onRef, onEnum)
  }
  if (hasOneWayMembers(schema) || isOpenable(schema)) onEnum()
}

function isData(key: string): boolean {
  return DATA.has(key) || key.startsWith('x-')
}

/** Members that travel one way only: `readOnly` ones are not sent, `writeOnly` ones not received. */
function hasOneWayMembers(schema: JsonObject): boolean {
  return Object.values(objectAt(schema, 'properties')).some(
    (member) => isObject(member) && (member['readOnly'] === true || member['writeOnly'] === true),
  )
}

// OpenAPI: where such a member is required, it is required one way only.
function withoutForeign(schema: JsonObject, mode: EnumMode): JsonObject {
  const foreign = mode === 'closed' ? 'readOnly' : 'writeOnly'
  const members = objectAt(schema, 'properties')
  const required = strings(schema['required']).filter((name) => {
    const member = members[name]
    return !(isObject(member) && member[foreign] === true)
  })
  const { required: _, ...rest } = schema
  return required.length === 0 ? rest : { ...rest, required }
}

function walkMap(
  map: JsonObject,
  mode: EnumMode,
  closed: ReadonlySet<string>,
  onRef: (ref: Json, mode: EnumMode) => Json,
): JsonObject {
  const copy: JsonObject = {}
  for (const [name, schema] of Object.entries(map)) {
    copy[name] = walk(schema, closed.has(name) ? 'closed' : mode, NONE, onRef)
  }
  return copy
}

function mapMapping(mapping: JsonObject, mode: EnumMode, onRef: (ref: Json, mode: EnumMode) => Json): JsonObject {
  return Object.fromEntries(Object.entries(mapping).map(([value, ref]) => [value, onRef(ref, mode)]))
}

function opened(schema: JsonObject): JsonObject {
  const { type, enum: values, ...rest } = schema
  const known: JsonObject = {
    ...(type === undefined ? {} : { type }),
    ...(values === undefined ? {} : { enum: values }),
  }
  return { ...rest, anyOf: [known, { type: 'string', [ANY_STRING]: true }] }
}

/** The unions anywhere in a document that name a discriminator, as the properties to leave closed in what their members are made of. */
export function discriminatingOf(schemas: JsonObject, document: Json = schemas): Discriminating {
  const found = new Map<string, Set<string>>()
  eachObject(document, (schema) => {
    const property = objectAt(schema, 'discriminator')['propertyName']
    if (typeof property !== 'string') return
    for (const member of [...arrayAt(schema, 'oneOf'), ...arrayAt(schema, 'anyOf')]) {
      for (const name of alternatives(schemas, member).flatMap(({ through }) => [...through]))
        found.set(name, (found.get(name) ?? new Set<string>()).add(property))
    }
  })
  return found
}
