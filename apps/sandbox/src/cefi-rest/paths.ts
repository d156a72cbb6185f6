import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isRecord, type JsonRecord, recordAt, textAt } from '../server/record.ts'

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
  readonly pattern: RegExp
  readonly names: readonly string[]
}

const FAMILIES: readonly Family[] = ['current', 'legacyPlural', 'legacySingular']

let loaded: readonly Row[] | undefined

/** Finds the operation of a request by method and whole path, in any of the three path families of `paths.yaml`. */
export function findRoute(method: string, path: string): Route | undefined {
  loaded ??= readRows()
  for (const { operationId, family, method: wanted, pattern, names } of loaded) {
    const values = wanted === method ? pattern.exec(path) : null
    if (values === null) continue
    const params = Object.fromEntries(names.map((name, index) => [name, decode(values[index + 1] ?? '')]))
    return { operationId, family, params }
  }
  return undefined
}

/** Reads the table once per process. */
function readRows(): Row[] {
  const file = new URL('../../../../specs/cefi-rest/paths.yaml', import.meta.url)
  const table: unknown = parse(readFileSync(file, 'utf8'))
  if (!isRecord(table)) throw new TypeError(`${file.pathname} is not a table of paths.`)
  const rows = FAMILIES.flatMap((family) => rowsOf(table, family))
  // A literal path wins over a template: `/orders/active` is not the order called "active".
  rows.sort((left, right) => left.names.length - right.names.length)
  return rows
}

function rowsOf(table: JsonRecord, family: Family): Row[] {
  const prefix = textAt(recordAt(recordAt(table, 'families'), family), 'prefix') ?? ''
  return Object.entries(recordAt(table, 'operations')).map(([operationId, entry]): Row => {
    const path = isRecord(entry) ? textAt(entry[family], 'path') : undefined
    const method = textAt(entry, 'method')
    if (path === undefined || method === undefined) throw new TypeError(`${operationId} has no ${family} path.`)
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '')
    const pattern = new RegExp(`^${prefix}${path.replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`)
    return { operationId, family, method, pattern, names }
  })
}

/** A percent sign that begins no escape names nothing, and must not throw. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
