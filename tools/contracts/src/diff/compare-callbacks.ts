import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { operationsOfItem } from '../model/http.ts'
import { eitherOf, type OpenapiComparison } from './comparison.ts'

/** Compares what the server calls on its own: webhooks by their names, or the callbacks of an operation. */
export function compareCallbacks(context: OpenapiComparison, left: JsonObject, right: JsonObject): void {
  for (const at of eitherOf(left, right)) {
    const [was, is] = [resolve(context.before, left[at]), resolve(context.after, right[at])]
    if (was === undefined) context.report('callback-added', at, 'is called now')
    else if (is === undefined) context.report('callback-removed', at, 'is not called any more')
    else compareBodies(context, at, was, is)
  }
}

function compareBodies(context: OpenapiComparison, at: string, was: JsonObject, is: JsonObject): void {
  const before = objectAt(resolve(context.before, was['requestBody']) ?? {}, 'content')
  const after = objectAt(resolve(context.after, is['requestBody']) ?? {}, 'content')
  for (const type of eitherOf(before, after)) {
    const [left, right] = [before[type], after[type]]
    if (left === undefined) context.report('answer-media-type-added', at, `may be ${type} now`)
    else if (right === undefined) context.report('answer-media-type-removed', at, `is never ${type} now`)
    else if (isObject(left) && isObject(right)) context.schemas('received', left['schema'], right['schema'], at)
  }
}

/** The webhooks of a document, by what a report calls them. */
export function webhooksOf(document: JsonObject): JsonObject {
  return callsIn(document, objectAt(document, 'webhooks'), 'webhook')
}

/** The callbacks of an operation, by what a report calls them. */
export function callbacksOf(document: JsonObject, operation: JsonObject, at: string): JsonObject {
  const calls = Object.entries(objectAt(operation, 'callbacks')).map(([name, value]) =>
    callsIn(document, resolve(document, value) ?? {}, `${at} callback ${name}`),
  )
  return Object.assign({}, ...calls) as JsonObject
}

function callsIn(document: JsonObject, items: JsonObject, at: string): JsonObject {
  const found: [string, Json][] = []
  for (const [name, value] of Object.entries(items)) {
    const item = resolve(document, value) ?? {}
    for (const [method, call] of operationsOfItem(item)) found.push([`${at} ${method} ${name}`, call])
  }
  return Object.fromEntries(found)
}
