import type { ContractValidator } from '../contract/validator.ts'
import { atPointer, followed, isObject, type Json, type JsonObject } from '../json.ts'
import { type Form, isType, parts } from './forms.ts'

/** Notes every form that a value takes under a schema. */
export function observe(
  document: JsonObject,
  validator: ContractValidator,
  start: string,
  value: Json,
  note: (form: Form) => void,
): void {
  const visit = (place: string, value: Json): void => {
    const pointer = followed(document, place)
    const schema = atPointer(document, pointer)
    if (!isObject(schema)) return
    if (Array.isArray(schema['enum'])) note(`${pointer} =${JSON.stringify(value)}`)
    if (value === null) note(`${pointer} null`)
    const { members, items, branches, joined } = parts(schema, pointer)
    for (const part of joined) visit(part, value)
    for (const branch of branches) {
      if (validator.violations(branch, value).length > 0) continue
      note(`${branch} taken`)
      visit(branch, value)
    }
    if (Array.isArray(value) && isType(schema, 'array')) {
      note(`${pointer} ${value.length === 0 ? 'empty' : 'filled'}`)
      if (items !== null) for (const element of value) visit(items, element)
    }
    if (!isObject(value)) return
    for (const [name, member] of members) {
      const held = value[name]
      if (held === undefined) continue
      note(`${member} present`)
      visit(member, held)
    }
  }
  visit(start, value)
}
