import type { OperationRow, OperationTable } from './operation.ts'

/**
 * Finds the operation of a raw request by method and path, literal segments before parameters.
 *
 * A request outside the table, or outside the API, gets a cautious row: credentials if there are any, and one attempt unless it is a GET.
 */
export function createMatcher(table: OperationTable, basePath: string): (method: string, path: string) => OperationRow {
  const prefix = basePath.replace(/\/+$/, '')
  const rows = Object.values(table).map((row) => ({ row, segments: row.path.split('/') }))
  rows.sort((a, b) => parameters(a.segments) - parameters(b.segments))
  return (method, path) => {
    const segments = path.startsWith(`${prefix}/`) ? path.slice(prefix.length).split('/') : []
    const found = rows.find(({ row, segments: template }) => row.method === method && fits(template, segments))
    return found?.row ?? unlisted(method, path)
  }
}

function parameters(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => part === segments[index] || (part.startsWith('{') && segments[index] !== ''))
  )
}

function unlisted(method: string, path: string): OperationRow {
  return {
    id: `${method} ${path}`,
    method: method === 'GET' || method === 'PUT' || method === 'PATCH' || method === 'DELETE' ? method : 'POST',
    path,
    auth: 'bearer',
    authOptional: true,
    retry: method === 'GET' || method === 'HEAD' ? 'safe' : 'never',
    page: 'none',
    unwrap: false,
    success: [],
    deprecated: false,
  }
}
