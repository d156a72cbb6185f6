import { isObject, type JsonObject, objectAt } from '../json.ts'
import { METHODS } from './http.ts'
import { nameOf } from './names.ts'

/** The document with every operation under the name it has in the SDK. Of operations with one name, the later ones are numbered. */
export function assignNames(document: JsonObject): JsonObject {
  const taken = new Set<string>()
  const claim = (wanted: string): string => {
    // Names that differ only in case would still be one file, one type or one mistake.
    let name = wanted
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${wanted}${count}`
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
