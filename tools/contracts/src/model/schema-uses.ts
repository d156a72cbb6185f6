import { isObject, type Json, type JsonObject } from '../json.ts'
import { schemaName } from '../load/references.ts'
import type { Discriminating } from './discriminating.ts'
import { DATA, SCHEMA_MAPS } from './keywords.ts'
import type { EnumMode } from './widened.ts'

/** A schema in use, and how its enums are read. */
export type SchemaUse = { readonly schema: Json; readonly mode: EnumMode }

/** The components that hold a schema of a kind, directly or through others: one set for each kind, found in one pass. */
export function carriersIn<Kinds extends readonly ((schema: JsonObject) => boolean)[]>(
  schemas: JsonObject,
  ...kinds: Kinds
): { [Kind in keyof Kinds]: ReadonlySet<string> } {
  const carriers = kinds.map((isOwn) => ({ isOwn, names: new Set<string>() }))
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
        for (const { isOwn, names } of carriers) if (isOwn(one)) names.add(name)
      },
    )
  }
  return carriers.map(({ names }) => withParents(names, parents)) as { [Kind in keyof Kinds]: ReadonlySet<string> }
}

function withParents(names: Set<string>, parents: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const queue = [...names]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const parent of parents.get(name) ?? []) {
      if (!names.has(parent)) queue.push(parent)
      names.add(parent)
    }
  }
  return names
}

/** Whether a schema is of that kind, or holds one that is, also in the components it refers to. */
export function holds(schema: Json, isOwn: (schema: JsonObject) => boolean, carriers: ReadonlySet<string>): boolean {
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

/** In which modes each component is read. */
export function modesInUse(
  schemas: JsonObject,
  uses: readonly SchemaUse[],
  discriminating: Discriminating,
): Map<string, Set<EnumMode>> {
  const modes = new Map<string, Set<EnumMode>>()
  // What is entered waits for its turn, since schemas may refer to each other in a chain longer than the stack.
  const entered: { readonly name: string; readonly mode: EnumMode }[] = []
  const enter = (name: string, mode: EnumMode): void => {
    const seen = modes.get(name) ?? new Set<EnumMode>()
    if (seen.has(mode)) return
    modes.set(name, seen.add(mode))
    entered.push({ name, mode })
  }
  const follow = (schema: Json, mode: EnumMode, closed: ReadonlySet<string>): void => {
    visit(schema, mode, closed, (ref, inMode) => {
      const name = schemaName(ref)
      if (name !== undefined) enter(name, inMode)
    })
  }
  const followAll = (): void => {
    for (let next = entered.pop(); next !== undefined; next = entered.pop())
      follow(schemas[next.name] ?? true, next.mode, discriminating.get(next.name) ?? NONE)
  }
  for (const { schema, mode } of uses) follow(schema, mode, NONE)
  followAll()
  // What nothing uses is kept as if it were received, and so is what only it refers to.
  for (const name of Object.keys(schemas)) {
    if (!modes.has(name)) enter(name, 'open')
    followAll()
  }
  return modes
}

/** No property is closed. */
export const NONE: ReadonlySet<string> = new Set()

/** Keywords that ask whether a schema holds: opened, it would hold for what the contract rules out. */
export const CONDITIONS: ReadonlySet<string> = new Set(['not', 'if', 'contains'])

/** Goes through a schema; `onRef` hears of each reference and its mode, `onSchema` of each schema inside. */
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

/** Whether the value of a keyword is data, which holds no schema. */
export function isData(key: string): boolean {
  return DATA.has(key) || key.startsWith('x-')
}
