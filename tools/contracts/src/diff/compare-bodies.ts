import { isObject, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { eitherOf, type OpenapiComparison } from './comparison.ts'

/** Compares what two forms of an operation take as body. */
export function compareBody(context: OpenapiComparison, at: string, left: JsonObject, right: JsonObject): void {
  const before = resolve(context.before, left['requestBody'])
  const after = resolve(context.after, right['requestBody'])
  const place = `${at} body`
  if (before === undefined && after !== undefined) {
    const required = after['required'] === true
    context.report(
      required ? 'body-added-required' : 'body-added-optional',
      place,
      required ? 'must be sent now' : 'may be sent now',
    )
  } else if (before !== undefined && after === undefined) {
    context.report('body-removed', place, 'is not taken any more')
  } else if (before !== undefined && after !== undefined) {
    if (before['required'] !== true && after['required'] === true)
      context.report('body-became-required', place, 'is required now')
    if (before['required'] === true && after['required'] !== true)
      context.report('body-became-optional', place, 'may be left out now')
    compareContent(context, 'body', before, after, place)
  }
}

/** Compares what two forms of an operation answer. */
export function compareAnswers(context: OpenapiComparison, at: string, left: JsonObject, right: JsonObject): void {
  const before = objectAt(left, 'responses')
  const after = objectAt(right, 'responses')
  for (const status of eitherOf(before, after)) {
    const place = `${at} ${status}`
    const success = /^[123]/.test(status)
    const [was, is] = [resolve(context.before, before[status]), resolve(context.after, after[status])]
    if (was === undefined) context.report(success ? 'success-added' : 'refusal-added', place, 'is a new answer')
    else if (is === undefined)
      context.report(success ? 'success-removed' : 'refusal-removed', place, 'is no answer any more')
    else {
      compareContent(context, 'answer', was, is, place)
      compareHeaders(context, was, is, place)
    }
  }
}

function compareContent(
  context: OpenapiComparison,
  part: 'body' | 'answer',
  before: JsonObject,
  after: JsonObject,
  at: string,
): void {
  const [left, right] = [byType(context.before, before), byType(context.after, after)]
  for (const type of eitherOf(left, right)) {
    const [was, is] = [left[type], right[type]]
    if (was === undefined) context.report(`${part}-media-type-added`, at, `may be ${type} now`)
    else if (is === undefined) context.report(`${part}-media-type-removed`, at, `is never ${type} now`)
    else if (isObject(was) && isObject(is))
      context.schemas(part === 'body' ? 'sent' : 'received', was['schema'], is['schema'], at)
  }
}

// A charset of UTF-8 is what there is without one, and the case of a type says nothing.
function byType(document: JsonObject, holder: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(objectAt(holder, 'content')).map(([type, media]) => [
      type.toLowerCase().replace(/\s*;\s*charset="?utf-8"?/, ''),
      resolve(document, media) ?? media,
    ]),
  )
}

function compareHeaders(context: OpenapiComparison, before: JsonObject, after: JsonObject, at: string): void {
  const [left, right] = [objectAt(before, 'headers'), objectAt(after, 'headers')]
  for (const name of eitherOf(left, right)) {
    if (left[name] === undefined) context.report('answer-header-added', `${at} ${name}`, 'is a new header')
    else if (right[name] === undefined)
      context.report('answer-header-removed', `${at} ${name}`, 'is no header any more')
    else
      context.schemas(
        'received',
        resolve(context.before, left[name])?.['schema'],
        resolve(context.after, right[name])?.['schema'],
        `${at} ${name}`,
      )
  }
}
