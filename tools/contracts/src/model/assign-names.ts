import { isObject, type JsonObject, objectAt } from '../json.ts'
import { ContractProblem } from '../problem.ts'
import { METHODS } from './http.ts'
import { nameOf } from './names.ts'

/**
 * The document with every operation under the name it has in the SDK.
 *
 * @param twins What to do with a second operation of the same name: refuse the contract, or number it.
 * @throws ContractProblem naming both operations, where twins are refused.
 */
export function assignNames(document: JsonObject, twins: 'refuse' | 'number'): JsonObject {
  const taken = new Map<string, string>()
  const claim = (wanted: string, place: string): string => {
    // Names that differ only in case would still be one file, one type or one mistake.
    let name = wanted
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) {
      if (twins === 'refuse')
        throw new ContractProblem(
          `${taken.get(name.toLowerCase())} and ${place} are both called ${wanted}; pin a name with x-sdk-name.`,
        )
      name = `${wanted}${count}`
    }
    taken.set(name.toLowerCase(), place)
    return name
  }
  const paths: JsonObject = {}
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    paths[path] = isObject(item) ? namedItem(item, path, claim) : item
  }
  return { ...document, paths }
}

function namedItem(item: JsonObject, path: string, claim: (wanted: string, place: string) => string): JsonObject {
  const copy: JsonObject = { ...item }
  for (const method of METHODS) {
    const operation = item[method]
    if (isObject(operation)) {
      copy[method] = {
        ...operation,
        operationId: claim(nameOf(operation, method, path), `${method.toUpperCase()} ${path}`),
      }
    }
  }
  return copy
}
