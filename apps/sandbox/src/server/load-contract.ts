import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { makeOperation } from './contract-operation.ts'
import type { ApiName, Contract, ContractOperation, Contracts } from './contracts.ts'
import { isRecord, type JsonRecord, recordAt, textAt } from './record.ts'
import { byParameters, routePattern } from './route-pattern.ts'
import { SchemaChecker } from './schema-checker.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const
const cache = new Map<ApiName, Contract>()

export function loadContracts(): Contracts {
  return { auth: loadContract('auth'), gateway: loadContract('gateway'), 'cefi-rest': loadContract('cefi-rest') }
}

/** Reads `specs/<api>/openapi.yaml` once per process. */
function loadContract(api: ApiName): Contract {
  const known = cache.get(api)
  if (known !== undefined) return known
  const contract = makeContract(api, readSpec(api, 'openapi.yaml'), readSpec(api, 'overlay.yaml'))
  cache.set(api, contract)
  return contract
}

function readSpec(api: ApiName, name: string): JsonRecord {
  const file = new URL(`../../../../specs/${api}/${name}`, import.meta.url)
  const document: unknown = parse(readFileSync(file, 'utf8'))
  if (isRecord(document)) return document
  throw new TypeError(`${file.pathname} holds no object.`)
}

export function makeContract(api: ApiName, document: JsonRecord, overlay: JsonRecord = {}): Contract {
  const pinned = pinnedNames(overlay)
  const checker = new SchemaChecker(document)
  const operations: ContractOperation[] = []
  for (const [path, item] of Object.entries(recordAt(document, 'paths'))) {
    if (!isRecord(item)) continue
    for (const method of METHODS) {
      if (item[method] === undefined) continue
      const id = pinned.get(`$.paths['${path}'].${method}`) ?? nameOf(recordAt(item, method), method, path)
      operations.push(makeOperation(document, checker, id, path, method))
    }
  }
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const routes = operations.map((operation) => ({ operation, route: routePattern(operation.path) })).sort(byParameters)
  return {
    api,
    operations,
    operation: (id) => {
      const operation = byId.get(id)
      if (operation === undefined) throw new TypeError(`The ${api} contract has no operation "${id}".`)
      return operation
    },
    match: (method, path) => {
      for (const { operation, route } of routes) {
        const params = operation.method === method ? route.match(path) : undefined
        if (params !== undefined) return { operation, params }
      }
      return undefined
    },
  }
}

/** The names in the clients that the overlay pins, by its targets: the publisher may print none, or another one. */
function pinnedNames(overlay: JsonRecord): ReadonlyMap<string, string> {
  const actions = Array.isArray(overlay['actions']) ? overlay['actions'].filter(isRecord) : []
  return new Map(
    actions.flatMap((action): [string, string][] => {
      const [target, name] = [textAt(action, 'target'), textAt(recordAt(action, 'update'), 'x-sdk-name')]
      return target === undefined || name === undefined ? [] : [[target, name]]
    }),
  )
}

/** `list-orders` and `ListOrders` are listOrders in the clients; without an id, `get /orders/{id}` is getOrdersById. */
function nameOf(operation: JsonRecord, method: string, path: string): string {
  const id = textAt(operation, 'operationId') ?? `${method} ${path.replaceAll('{', 'by ').replaceAll('_', ' ')}`
  const words = id.split(/[^A-Za-z0-9_]+/)
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return /^[A-Z]{2,}/.test(joined) ? joined : joined.charAt(0).toLowerCase() + joined.slice(1)
}
