import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { makeOperation } from './contract-operation.ts'
import type { ApiName, Contract, ContractOperation, Contracts } from './contracts.ts'
import { isRecord, recordAt } from './record.ts'
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
  const file = new URL(`../../../../specs/${api}/openapi.yaml`, import.meta.url)
  const document: unknown = parse(readFileSync(file, 'utf8'))
  if (!isRecord(document)) throw new TypeError(`${file.pathname} is not an OpenAPI document.`)
  const contract = makeContract(api, document)
  cache.set(api, contract)
  return contract
}

export function makeContract(api: ApiName, document: Readonly<Record<string, unknown>>): Contract {
  const checker = new SchemaChecker(document)
  const operations: ContractOperation[] = []
  for (const [path, item] of Object.entries(recordAt(document, 'paths'))) {
    if (!isRecord(item)) continue
    for (const method of METHODS) {
      if (item[method] !== undefined) operations.push(makeOperation(document, checker, path, method))
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
