import { atPointer, followed, isObject, type Json, type JsonObject, pointerSegment } from '../json.ts'

/**
 * The forms an answer may take, as its schema lists them: each value of an enum, null where null may be, an empty and a filled
 * array, each branch of a choice, each member present. A suite that has never met a form cannot vouch for it.
 */
export type Form = `${string} ${string}`

/** Places below a schema that hold schemas themselves. */
export function parts(
  schema: JsonObject,
  pointer: string,
): { members: Map<string, string>; items: string | null; branches: string[]; joined: string[] } {
  const below = (key: string) =>
    Array.isArray(schema[key]) ? schema[key].map((_, at) => `${pointer}/${key}/${at}`) : []
  const properties = isObject(schema['properties']) ? Object.keys(schema['properties']) : []
  return {
    members: new Map(properties.map((name) => [name, `${pointer}/properties/${pointerSegment(name)}`])),
    items: isObject(schema['items']) ? `${pointer}/items` : null,
    branches: [...below('anyOf'), ...below('oneOf')].filter((branch) => !isRequirement(schema, branch)),
    joined: below('allOf'),
  }
}

/** A branch such as `{required: [asset_id]}` narrows a request; it is not a form of its own. */
function isRequirement(schema: JsonObject, branch: string): boolean {
  const [, key = '', at = ''] = /\/(anyOf|oneOf)\/(\d+)$/.exec(branch) ?? []
  const list = schema[key]
  const part = Array.isArray(list) ? list[Number(at)] : undefined
  return isObject(part) && Object.keys(part).every((name) => name === 'required' || name === 'not')
}

export function isType(schema: JsonObject, type: string): boolean {
  return schema['type'] === type || (Array.isArray(schema['type']) && schema['type'].includes(type))
}

/** Every form below the given schemas, each place once however many answers share it. */
export function listForms(document: JsonObject, pointers: readonly string[]): Set<Form> {
  const forms = new Set<Form>()
  const visited = new Set<string>()
  const visit = (start: string): void => {
    const pointer = followed(document, start)
    if (visited.has(pointer)) return
    visited.add(pointer)
    const schema: Json | undefined = atPointer(document, pointer)
    if (!isObject(schema)) return
    if (Array.isArray(schema['enum']))
      for (const value of schema['enum']) forms.add(`${pointer} =${JSON.stringify(value)}`)
    if (Array.isArray(schema['type']) && isType(schema, 'null')) forms.add(`${pointer} null`)
    if (isType(schema, 'array')) forms.add(`${pointer} empty`).add(`${pointer} filled`)
    const { members, items, branches, joined } = parts(schema, pointer)
    for (const member of members.values()) forms.add(`${member} present`)
    for (const branch of branches) forms.add(`${branch} taken`)
    for (const next of [...members.values(), ...branches, ...joined, ...(items === null ? [] : [items])]) visit(next)
  }
  pointers.forEach(visit)
  return forms
}
