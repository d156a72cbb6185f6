import { escapePointer, isObject, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { METHODS } from '../model/http.ts'
import type { Place } from './message-places.ts'

/** An OpenAPI operation: `name` is its method and path, `item` the path item that holds it. */
export type OperationPlace = Place & { readonly method: string; readonly path: string; readonly item: JsonObject }

/** Every operation of an OpenAPI document, with the place where it stands. */
export function operationsIn(document: JsonObject): OperationPlace[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, value]) => {
    const item = resolve(document, value) ?? {}
    return METHODS.flatMap((method) => {
      const holder = item[method]
      const at = `#/paths/${escapePointer(path)}/${method}`
      return isObject(holder) ? [{ at, name: `${method.toUpperCase()} ${path}`, holder, method, path, item }] : []
    })
  })
}
