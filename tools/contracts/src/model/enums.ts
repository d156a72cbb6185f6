import { arrayAt, eachObject, isObject, type Json, type JsonObject, objectAt, strings, textAt } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { alternatives, childrenIn, partsOf } from './discriminators.ts'
import { DATA, SCHEMA_MAPS } from './keywords.ts'

/** Marks the member of an `anyOf` that stands for values newer than the contract; emitted as `(string & {})`. */
export const ANY_STRING = 'x-any-string'

/** Marks a `oneOf` whose members were written more widely than the contract has them, so that they exclude each other no more. */
export const OVERLAPPING = 'x-overlapping'

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
  const carriers = carriersIn(schemas, (schema) => MODES.some((mode) => isWidened(schema, mode)))
  const widened = {
    closed: carriersIn(schemas, (schema) => isWidened(schema, 'closed')),
    open: carriersIn(schemas, (schema) => isWidened(schema, 'open')),
  }
  const modes = modesInUse(schemas, uses, discriminating)
  const openForms = new Map<string, string>()

  const nameIn = (name: string, mode: EnumMode): string => {
    const used = modes.get(name)
    if (mode === 'closed' || !carriers.has(name) || used === undefined || !used.has('closed')) return name
    return freeName(`${name}Open`, schemas)
  }
  const change: Change = {
    ref: (ref, inMode) => {
      const name = schemaName(ref)
      return name === undefined ? ref : `#/components/schemas/${nameIn(name, inMode)}`
    },
    isWidened: (schema, inMode) => holds(schema, (one) => isWidened(one, inMode), widened[inMode]),
  }
  const rewrite = (schema: Json, mode: EnumMode, closed: ReadonlySet<string> = new Set()): Json =>
    walk(schema, mode, closed, change)

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

/** The components that hold such a schema, directly or through others. */
function carriersIn(schemas: JsonObject, isOwn: (schema: JsonObject) => boolean): ReadonlySet<string> {
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
      (one) => {
        if (isOwn(one)) carriers.add(name)
      },
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

function holds(schema: Json, isOwn: (schema: JsonObject) => boolean, carriers: ReadonlySet<string>): boolean {
  let found = false
  visit(
    schema,
    'closed',
    NONE,
    (ref) => {
      found ||= carriers.has(schemaName(ref) ?? '')
    },
    (one) => {
      found ||= isOwn(one)
    },
  )
  return found
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

/** Keywords that ask whether a schema holds: opened, it would hold for what the contract rules out. */
const CONDITIONS: ReadonlySet<string> = new Set(['not', 'if', 'contains'])

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
  if (requires(schema, FOREIGN[mode])) return withoutForeign(copy, mode)
  return mode === 'open' && isOpenable(schema) ? opened(copy) : copy
}

/** Goes the way of {@link walk} without copying anything; `onSchema` hears of each schema inside. */
function visit(
  schema: Json,
  mode: EnumMode,
  closed: ReadonlySet<string>,
  onRef: (ref: Json, mode: EnumMode) => void,
  onSchema: (schema: JsonObject) => void = () => {},
): void {
  if (typeof schema !== 'object' || schema === null) return
  if (Array.isArray(schema)) {
    for (const member of schema) visit(member, mode, closed, onRef, onSchema)
    return
  }
  for (const key in schema) {
    const value = schema[key] ?? null
    if (isData(key)) continue
    if (key === '$ref') onRef(value, mode)
    else if (key === 'mapping' && isObject(value)) for (const ref of Object.values(value)) onRef(ref, mode)
    else if (SCHEMA_MAPS.has(key) && isObject(value)) {
      for (const [name, member] of Object.entries(value))
        visit(member, closed.has(name) ? 'closed' : mode, NONE, onRef, onSchema)
    } else visit(value, CONDITIONS.has(key) ? 'closed' : mode, key === 'items' ? NONE : closed, onRef, onSchema)
  }
  onSchema(schema)
}

function isData(key: string): boolean {
  return DATA.has(key) || key.startsWith('x-')
}

const MODES = ['closed', 'open'] as const satisfies readonly EnumMode[]

/** Says of a member that it does not travel this way: `readOnly` ones are not sent, `writeOnly` ones not received. */
const FOREIGN = { closed: 'readOnly', open: 'writeOnly' } as const satisfies { [mode in EnumMode]: string }

/** Whether a schema is written more widely for this direction than the contract has it. */
function isWidened(schema: JsonObject, mode: EnumMode): boolean {
  return requires(schema, FOREIGN[mode]) || (mode === 'open' && isOpenable(schema))
}

function requires(schema: JsonObject, mark: 'readOnly' | 'writeOnly'): boolean {
  const members = objectAt(schema, 'properties')
  return strings(schema['required']).some((name) => isMarked(members[name], mark))
}

function isMarked(member: Json | undefined, mark: 'readOnly' | 'writeOnly'): boolean {
  return isObject(member) && member[mark] === true
}

// OpenAPI: where such a member is required, it is required one way only.
function withoutForeign(schema: JsonObject, mode: EnumMode): JsonObject {
  const members = objectAt(schema, 'properties')
  const { required, ...rest } = schema
  const own = strings(required).filter((name) => !isMarked(members[name], FOREIGN[mode]))
  return own.length === 0 ? rest : { ...rest, required: own }
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

function opened(schema: JsonObject): JsonObject {
  const { type, enum: values, ...rest } = schema
  const known: JsonObject = {
    ...(type === undefined ? {} : { type }),
    ...(values === undefined ? {} : { enum: values }),
  }
  return { ...rest, anyOf: [known, { type: 'string', [ANY_STRING]: true }] }
}

/**
 * The unions anywhere in a document that name a discriminator, and the components that name one for what is made of them, as
 * the properties to leave closed in what their members and children are made of.
 */
export function discriminatingOf(schemas: JsonObject, document: Json = schemas): Discriminating {
  const found = new Map<string, Set<string>>()
  const close = (names: Iterable<string>, property: string): void => {
    for (const name of names) found.set(name, (found.get(name) ?? new Set<string>()).add(property))
  }
  eachObject(document, (schema) => {
    const property = textAt(objectAt(schema, 'discriminator'), 'propertyName')
    if (property === undefined) return
    for (const member of [...arrayAt(schema, 'oneOf'), ...arrayAt(schema, 'anyOf')])
      for (const { through } of alternatives(schemas, member)) close(through, property)
  })
  for (const { property, name } of childrenIn(schemas)) close(partsOf(name, schemas), property)
  return found
}
