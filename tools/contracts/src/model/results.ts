import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { successesAmong } from './http.ts'
import type { OperationModel } from './operations.ts'

/** What a named operation gives back. */
export type ResultModel = {
  /** Success statuses that carry a body, in order. */
  readonly bodies: readonly { readonly status: string; readonly contentType: string; readonly schema: Json }[]
  /** Whether there is a success without a body among them, so that the result may be nothing. */
  readonly mayBeEmpty: boolean
  /** Whether the envelope is taken off. */
  readonly unwrap: boolean
  /** For a paged operation: the schema of one row of its `data`. */
  readonly row?: Json
}

/** The result of an operation, read from its success responses. `isVersioned`: the API has schema versions, and so envelopes. */
export function resultOf(document: JsonObject, operation: OperationModel, isVersioned: boolean): ResultModel {
  const successes = successesAmong(operation.responses.map(({ status }) => status))
  const answers = operation.responses.filter(({ status }) => successes.includes(status))
  const bodies = answers.flatMap(({ status, body }) =>
    body === undefined ? [] : [{ status, contentType: body.contentType, schema: body.schema }],
  )
  const [first] = bodies
  const shape = first === undefined ? undefined : resolve(document, first.schema)
  const data = shape === undefined ? undefined : resolve(document, objectAt(shape, 'properties')['data'])
  return {
    bodies,
    mayBeEmpty: bodies.length < answers.length,
    unwrap: isVersioned && shape !== undefined && isSingleEnvelope(shape),
    ...(operation.behaviour.page === 'none' ? {} : { row: data?.['items'] ?? true }),
  }
}

// The envelope of a single object is never beside a pagination.
function isSingleEnvelope(shape: JsonObject): boolean {
  const properties = objectAt(shape, 'properties')
  const data = properties['data']
  return data !== undefined && properties['pagination'] === undefined && !(isObject(data) && data['type'] === 'array')
}

/** The shapes of an envelope's `data` that are no list: a list of one is taken apart by the client. */
export function unwrapped(document: JsonObject, envelope: Json): Json[] {
  const data = objectAt(resolve(document, envelope) ?? {}, 'properties')['data'] ?? true
  const branches = isObject(data) ? (data['oneOf'] ?? data['anyOf']) : undefined
  if (!Array.isArray(branches)) return [data]
  return branches.filter((branch) => !(isObject(branch) && branch['type'] === 'array'))
}
