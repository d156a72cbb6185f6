/** A JSON value, as YAML and JSON documents give it. */
export type Json = string | number | boolean | null | Json[] | JsonObject

/** A JSON object. */
export type JsonObject = { [key: string]: Json }

/** Whether the value is a JSON object (not an array, not null). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under `key`, or an empty one where the document leaves it out. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key]
  return isObject(value) ? value : {}
}

/** The array under `key`, or an empty one where the document leaves it out. */
export function arrayAt(parent: JsonObject, key: string): Json[] {
  const value = parent[key]
  return Array.isArray(value) ? value : []
}

/** The branches of a union schema, or `undefined` where it is none. */
export function branchesOf(schema: JsonObject): Json[] | undefined {
  const branches = schema['oneOf'] ?? schema['anyOf']
  return Array.isArray(branches) ? branches : undefined
}

/** What a schema is made of and what it may be: the members of its `allOf`, `oneOf` and `anyOf`. */
export function partsAndChoices(schema: JsonObject): Json[] {
  return ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => arrayAt(schema, keyword))
}

/** The text under `key`, where there is one. */
export function textAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key]
  return typeof value === 'string' ? value : undefined
}

/** The number under `key`, or `absent` where there is none. */
export function numberAt(parent: JsonObject, key: string, absent: number): number {
  const value = parent[key]
  return typeof value === 'number' ? value : absent
}

/** The strings of an array; anything else in it is left out. */
export function strings(values: Json | undefined): string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : []
}

/** The same value with the keys of every object in code-point order: two documents that differ in map order only become one. */
export function canonical(value: JsonObject): JsonObject
export function canonical(value: Json): Json
export function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map((member) => canonical(member))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, canonical(member)]),
  )
}

/**
 * Every object passed through `change`, children first. What stays the same is shared with the original and not copied, so
 * neither may be written to.
 */
export function mapObjects(value: JsonObject, change: (object: JsonObject) => JsonObject): JsonObject
export function mapObjects(value: Json, change: (object: JsonObject) => Json): Json
export function mapObjects(value: Json, change: (object: JsonObject) => Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return mapMembers(value, change)
  let copy: JsonObject | undefined
  for (const key in value) {
    const member = value[key]
    if (typeof member !== 'object' || member === null) continue
    const mapped = mapObjects(member, change)
    if (mapped === member) continue
    copy ??= { ...value }
    copy[key] = mapped
  }
  return change(copy ?? value)
}

function mapMembers(members: Json[], change: (object: JsonObject) => Json): Json[] {
  const mapped = members.map((member) => mapObjects(member, change))
  return mapped.every((member, index) => member === members[index]) ? members : mapped
}

/** Visits every object of the document. */
export function eachObject(value: Json, visit: (object: JsonObject) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const member of value) eachObject(member, visit)
  } else {
    visit(value)
    for (const key in value) eachObject(value[key] ?? null, visit)
  }
}

/** Visits every object of the document with its JSON Pointer, which takes several times as long in a large document. */
export function eachPlace(value: Json, visit: (object: JsonObject, pointer: string) => void, pointer = ''): void {
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) eachPlace(member, visit, `${pointer}/${index}`)
  } else if (isObject(value)) {
    visit(value, pointer)
    for (const [key, member] of Object.entries(value)) eachPlace(member, visit, `${pointer}/${escapePointer(key)}`)
  }
}

/** One segment of a JSON Pointer, escaped as RFC 6901 asks. */
export function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The name that a segment of a JSON Pointer stands for. */
export function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The value a JSON Pointer names, or `undefined` where there is none. */
export function atPointer(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root
  for (const segment of pointer.split('/').slice(1)) {
    const key = unescapePointer(segment)
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isObject(value)) value = Object.hasOwn(value, key) ? value[key] : undefined
    else return undefined
  }
  return value
}
