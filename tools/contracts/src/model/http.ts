import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'

/** The methods under which a path item holds operations. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/**
 * Every operation that a path item holds, with its method, also those that no code is made for: OpenAPI 3.2 has one under
 * `query`, and under `additionalOperations` those of any other method.
 */
export function operationsOfItem(item: JsonObject): [method: string, operation: JsonObject][] {
  const named = [...METHODS, 'query'].map((method): [string, Json | undefined] => [method.toUpperCase(), item[method]])
  return [...named, ...Object.entries(objectAt(item, 'additionalOperations'))].flatMap(([method, operation]) =>
    isObject(operation) ? [[method, operation]] : [],
  )
}

/** Whether a member of a path item is an operation. */
export function isMethod(key: string): boolean {
  return METHODS.some((method) => method === key)
}

/** The statuses of success. Where none is named, what is answered to everything is the answer to a success as well. */
export function successesAmong(statuses: readonly string[]): string[] {
  const named = statuses.filter((status) => /^2(?:\d\d|XX)$/i.test(status))
  return named.length > 0 ? named : statuses.filter((status) => status === 'default')
}

/** Whether a content type is JSON, with parameters or under a name of its own. The case of a type says nothing. */
export function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)
}
