import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { isJson } from '../model/http.ts'
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
    const success = isSuccess(status)
    const [was, is] = [answerTo(status, before), answerTo(status, after)]
    if (before[status] === undefined)
      context.report(success ? 'success-added' : 'refusal-added', place, 'is a new answer')
    else if (after[status] === undefined)
      context.report(
        success ? 'success-removed' : 'refusal-removed',
        place,
        is === undefined ? 'is no answer any more' : `is no answer of its own any more; ${is} stands for it`,
      )
    if (was === undefined || is === undefined) continue
    const [left, right] = [resolve(context.before, before[was]) ?? {}, resolve(context.after, after[is]) ?? {}]
    compareContent(context, 'answer', left, right, place)
    compareHeaders(context, left, right, place)
  }
}

/** Under which key the answer to a status is found: its own, that of its range, or, for a refusal, the one for everything else. */
function answerTo(status: string, answers: JsonObject): string | undefined {
  const keys = [status, `${status.charAt(0)}XX`, ...(isSuccess(status) ? [] : ['default'])]
  return keys.find((key) => answers[key] !== undefined)
}

function isSuccess(status: string): boolean {
  return /^[123]/.test(status)
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
    else compareMedia(context, part, was, is, at)
  }
  // What is JSON under another name is still read as it was.
  const [gone, come] = [without(left, right), without(right, left)]
  if (gone.length === 1 && come.length === 1) compareMedia(context, part, gone[0], come[0], at)
}

function without(types: JsonObject, others: JsonObject): Json[] {
  return Object.entries(types).flatMap(([type, media]) => (isJson(type) && others[type] === undefined ? [media] : []))
}

function compareMedia(
  context: OpenapiComparison,
  part: 'body' | 'answer',
  was: Json | undefined,
  is: Json | undefined,
  at: string,
): void {
  if (isObject(was) && isObject(is))
    context.schemas(part === 'body' ? 'sent' : 'received', was['schema'], is['schema'], at)
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
