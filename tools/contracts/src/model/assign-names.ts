import { isObject, type JsonObject, objectAt } from '../json.ts'
import { METHODS } from './http.ts'
import { nameOf, numbered } from './names.ts'

/** The document with every operation under the name it has in the SDK. Of operations with one name, the later ones are numbered. */
export function assignNames(document: JsonObject): JsonObject {
  const taken = new Set<string>()
  const claim = (wanted: string): string => {
    // Names that differ only in case would still be one file, one type or one mistake.
    const name = numbered(wanted, (one) => taken.has(one.toLowerCase()))
    taken.add(name.toLowerCase())
    return name
  }
  const paths: JsonObject = {}
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    paths[path] = isObject(item) ? namedItem(item, path, claim) : item
  }
  return { ...document, paths }
}

function namedItem(item: JsonObject, path: string, claim: (wanted: string) => string): JsonObject {
  const copy: JsonObject = { ...item }
  for (const method of METHODS) {
    const operation = item[method]
    if (isObject(operation)) copy[method] = { ...operation, operationId: claim(nameOf(operation, method, path)) }
  }
  return copy
}
