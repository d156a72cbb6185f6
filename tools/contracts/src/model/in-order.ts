import { isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'

const byKey = new Intl.Collator('en-us', { numeric: true }).compare
const byName = new Intl.Collator('en-us').compare

/**
 * A copy of the document in the order that openapi-typescript calls alphabetical. It would compare the same keys once for
 * each type it makes of them, each time by a collator of its own: an eighth of its time.
 */
export function inOrder(document: JsonObject): JsonObject {
  return orderedObject(document, document)
}

function orderedObject(value: JsonObject, document: JsonObject): JsonObject {
  const copy: JsonObject = {}
  for (const key of Object.keys(value).sort(byKey)) {
    const member = value[key] ?? null
    copy[key] = ordered(key === 'parameters' && isParameters(member) ? sorted(member, document) : member, document)
  }
  return copy
}

function ordered(value: Json, document: JsonObject): Json {
  if (Array.isArray(value)) return value.map((member) => ordered(member, document))
  return isObject(value) ? orderedObject(value, document) : value
}

// A schema may have a property called `parameters`; its value is no list.
function isParameters(value: Json): value is JsonObject[] {
  return Array.isArray(value) && value.every(isObject)
}

function sorted(parameters: readonly JsonObject[], document: JsonObject): JsonObject[] {
  const named = parameters.map((parameter) => ({ parameter, name: nameOf(resolve(document, parameter)) }))
  return named.sort((a, b) => byName(a.name, b.name)).map(({ parameter }) => parameter)
}

function nameOf(parameter: JsonObject | undefined): string {
  return (parameter === undefined ? undefined : textAt(parameter, 'name')) ?? ''
}
