import type { HttpApi } from '../api.ts'
import { atPointer, followed, isObject, type Json, type JsonObject, pointerSegment } from '../json.ts'
import { createSchemaReader, type SchemaReader } from './schema.ts'
import { type ContractValidator, createContractValidator } from './validator.ts'

export type Operation = {
  id: string
  method: string
  path: string
  /** Pointer of the operation object in the contract. */
  pointer: string
  /** Declared statuses as text, `default` included. */
  statuses: string[]
  deprecated: boolean
}

export type HttpContract = {
  api: HttpApi
  document: JsonObject
  operations: Operation[]
  validator: ContractValidator
  reader: SchemaReader
  /** The operation that serves a method and a path below the server's base; literal segments win over parameters. */
  match(method: string, path: string): Operation | undefined
}

const methods = ['get', 'put', 'post', 'patch', 'delete', 'head', 'options', 'trace'] as const

/** Another path under which an operation is served, such as those of an older path family. */
export type Alias = { operation: string; path: string }

export function readHttpContract(api: HttpApi, document: Json, aliases: readonly Alias[] = []): HttpContract {
  if (!isObject(document) || !isObject(document['paths'])) throw new Error(`the ${api} contract has no paths`)
  const operations = listOperations(api, document, document['paths'])
  const validator = createContractValidator(document)
  const routes = [
    ...operations.map((operation) => route(operation, operation.path)),
    ...aliases.flatMap(({ operation: id, path }) =>
      operations.filter((operation) => operation.id === id).map((operation) => route(operation, path)),
    ),
  ].sort((a, b) => a.parameters - b.parameters)
  return {
    api,
    document,
    operations,
    validator,
    reader: createSchemaReader(document, validator.fits),
    match: (method, path) =>
      routes.find((route) => route.operation.method === method.toUpperCase() && route.pattern.test(path))?.operation,
  }
}

function listOperations(api: HttpApi, document: JsonObject, paths: JsonObject): Operation[] {
  const found: Operation[] = []
  for (const [path, item] of Object.entries(paths)) {
    if (!isObject(item)) continue
    for (const method of methods) {
      const operation = item[method]
      if (!isObject(operation)) continue
      // The packages publish every operation under its name in the clients.
      const id = operation['operationId']
      if (typeof id !== 'string') throw new Error(`${api}: ${method} ${path} has no operationId`)
      found.push({
        id,
        method: method.toUpperCase(),
        path,
        pointer: `#/paths/${pointerSegment(path)}/${method}`,
        statuses: Object.keys(isObject(operation['responses']) ? operation['responses'] : {}),
        deprecated: operation['deprecated'] === true,
      })
    }
  }
  if (found.length === 0) throw new Error(`the ${api} contract has no operations: ${Object.keys(document).join(', ')}`)
  return found
}

type Route = { operation: Operation; pattern: RegExp; parameters: number }

/** Sorted by `parameters`, literal paths come first, so that `/orders/active` is not taken for an order id. */
function route(operation: Operation, path: string): Route {
  const literals = path.split(/\{[^}]+\}/)
  const escaped = literals.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return { operation, pattern: new RegExp(`^${escaped.join('[^/]+')}$`), parameters: literals.length - 1 }
}

/** What the contract says about one status of an operation. */
export type DeclaredAnswer = {
  /** `200`, or `default` when only that covers the status. */
  status: string
  /** Lower-case names of declared headers. */
  headers: string[]
  /** Media type → pointer of its schema. */
  content: Map<string, string>
}

export function declaredAnswer(
  contract: HttpContract,
  operation: Operation,
  status: number,
): DeclaredAnswer | undefined {
  const key = [String(status), `${String(status)[0]}XX`, 'default'].find((key) => operation.statuses.includes(key))
  if (key === undefined) return undefined
  const place = followed(contract.document, `${operation.pointer}/responses/${key}`)
  const response = atPointer(contract.document, place)
  if (!isObject(response)) throw new Error(`${contract.api} ${operation.id}: ${place} is not a response`)
  const content = new Map<string, string>()
  for (const type of Object.keys(isObject(response['content']) ? response['content'] : {})) {
    content.set(type.toLowerCase(), `${place}/content/${pointerSegment(type)}/schema`)
  }
  const headers = Object.keys(isObject(response['headers']) ? response['headers'] : {}).map((name) =>
    name.toLowerCase(),
  )
  return { status: key, headers, content }
}

/**
 * The pointer of the schema that a body must meet. A CeFi answer has two forms, chosen by the version the request named:
 * the media type's schema then lists a schema for each version, and only that one counts.
 */
export function schemaForVersion(contract: HttpContract, pointer: string, version: string | undefined): string {
  const schema = atPointer(contract.document, pointer)
  const versions = isObject(schema) ? schema['x-truex-version-schemas'] : undefined
  if (!isObject(versions) || version === undefined) return pointer
  const chosen = versions[version]
  if (typeof chosen === 'string') return chosen
  if (isObject(chosen)) return `${pointer}/x-truex-version-schemas/${pointerSegment(version)}`
  return pointer
}

/** Every schema an answer of the operation may have to meet: each status, media type and version. `default` is not an answer. */
export function schemasOf(contract: HttpContract, operation: Operation): string[] {
  return operation.statuses
    .filter((status) => status !== 'default')
    .flatMap((status) => [...(declaredAnswer(contract, operation, Number(status))?.content.values() ?? [])])
    .flatMap((pointer) => {
      const schema = atPointer(contract.document, pointer)
      const versions = isObject(schema) ? schema['x-truex-version-schemas'] : undefined
      return isObject(versions)
        ? Object.keys(versions).map((version) => schemaForVersion(contract, pointer, version))
        : [pointer]
    })
}
