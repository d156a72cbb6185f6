import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isRecord, type JsonRecord, recordAt, textAt } from '../server/record.ts'
import { byParameters, type RoutePattern, routePattern } from '../server/route-pattern.ts'

export type Family = 'current' | 'legacyPlural' | 'legacySingular'

export interface Route {
  readonly operationId: string
  readonly family: Family
  readonly params: Readonly<Record<string, string>>
}

interface Row {
  readonly operationId: string
  readonly family: Family
  readonly method: string
  readonly route: RoutePattern
}

const FAMILIES: readonly Family[] = ['current', 'legacyPlural', 'legacySingular']

let loaded: readonly Row[] | undefined

/** Finds the operation of a request by method and whole path, in any of the three path families of `paths.yaml`. */
export function findRoute(method: string, path: string): Route | undefined {
  loaded ??= readRows()
  for (const { operationId, family, method: wanted, route } of loaded) {
    const params = wanted === method ? route.match(path) : undefined
    if (params !== undefined) return { operationId, family, params }
  }
  return undefined
}

/** Reads the table once per process. */
function readRows(): Row[] {
  const file = new URL('../../../../specs/cefi-rest/paths.yaml', import.meta.url)
  const table: unknown = parse(readFileSync(file, 'utf8'))
  if (!isRecord(table)) throw new TypeError(`${file.pathname} is not a table of paths.`)
  return FAMILIES.flatMap((family) => rowsOf(table, family)).sort(byParameters)
}

function rowsOf(table: JsonRecord, family: Family): Row[] {
  const prefix = textAt(recordAt(recordAt(table, 'families'), family), 'prefix') ?? ''
  return Object.entries(recordAt(table, 'operations')).flatMap(([operationId, entry]): Row[] => {
    const path = isRecord(entry) ? textAt(entry[family], 'path') : undefined
    const method = textAt(entry, 'method')
    if (method === undefined) throw new TypeError(`${operationId} of paths.yaml has no method.`)
    // What came after a family has no path in it.
    return path === undefined ? [] : [{ operationId, family, method, route: routePattern(`${prefix}${path}`) }]
  })
}
