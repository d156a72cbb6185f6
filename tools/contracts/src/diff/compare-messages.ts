import { type Json, type JsonObject, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { payloadOf } from '../model/payload.ts'
import { type AsyncapiComparison, compareBehaviour, differs } from './comparison.ts'
import type { Direction } from './schema-rules.ts'

/** A message and which way it travels. */
export type MessagePlace = { readonly direction: Direction; readonly message: JsonObject }

/** Compares the messages of two documents, by direction and name. */
export function compareMessages(
  context: AsyncapiComparison,
  left: ReadonlyMap<string, MessagePlace>,
  right: ReadonlyMap<string, MessagePlace>,
): void {
  for (const [at, { direction, message }] of left) {
    const other = right.get(at)
    if (other === undefined) context.report(`${direction}-message-removed`, at, 'is gone')
    else compareMessage(context, at, direction, message, other.message)
  }
  for (const [at, { direction }] of right) {
    if (!left.has(at)) context.report(`${direction}-message-added`, at, 'is new')
  }
}

function compareMessage(
  context: AsyncapiComparison,
  at: string,
  direction: Direction,
  was: JsonObject,
  is: JsonObject,
): void {
  if (JSON.stringify(wordsOf(was)) !== JSON.stringify(wordsOf(is)))
    context.report('message-described-anew', at, 'is described anew')
  if (was['deprecated'] !== true && is['deprecated'] === true)
    context.report('message-deprecated', at, 'is deprecated now')
  if (contentType(context.before, was) !== contentType(context.after, is)) {
    context.report(
      'message-content-type-changed',
      at,
      `is ${contentType(context.after, is)}, it was ${contentType(context.before, was)}`,
    )
  }
  const [from, to] = [correlationOf(context.before, was), correlationOf(context.after, is)]
  if (from !== to)
    context.report(
      'message-correlation-changed',
      at,
      `is told apart by ${to ?? 'nothing'}, it was by ${from ?? 'nothing'}`,
    )
  compareBehaviour(context, at, was, is)
  compareBindings(context, at, was, is)
  const [left, right] = [was['headers'] ?? NO_HEADERS, is['headers'] ?? NO_HEADERS]
  context.schemas(direction, left, right, `${at} headers`)
  const [before, after] = [payloadOf(was), payloadOf(is)]
  if (before.language === after.language) context.schemas(direction, before.schema, after.schema, at)
  else context.report('payload-format-changed', at, `is described in ${after.language}, it was in ${before.language}`)
}

// Where the id stands that answers have in common with what they answer.
function correlationOf(document: JsonObject, message: JsonObject): string | undefined {
  return textAt(resolve(document, message['correlationId']) ?? {}, 'location')
}

const NO_HEADERS: JsonObject = { type: 'object' }

function wordsOf(message: JsonObject): (Json | undefined)[] {
  return [message['title'], message['summary'], message['description']]
}

function contentType(document: JsonObject, message: JsonObject): string {
  const type = message['contentType'] ?? document['defaultContentType']
  return typeof type === 'string' ? type : 'of no stated type'
}

/** Compares how something is bound to its protocol. */
export function compareBindings(context: AsyncapiComparison, at: string, was: JsonObject, is: JsonObject): void {
  if (differs(was['bindings'], is['bindings']))
    context.report('bindings-changed', at, 'is bound to its protocol otherwise now')
}
