import { type JsonObject, objectAt } from '../json.ts'
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
    if (before['description'] !== after['description'])
      context.report('body-described-anew', place, 'is described anew')
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
    if (before[status] !== undefined && after[status] !== undefined && left['description'] !== right['description'])
      context.report('answer-described-anew', place, 'is described anew')
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
  const [gone, more] = jsonBut(left, right)
  const [come, others] = jsonBut(right, left)
  if (gone !== undefined && come !== undefined && more === undefined && others === undefined)
    compareMedia(context, part, gone, come, at)
}

/** The media types of JSON that are in one map only. */
function jsonBut(types: MediaTypes, others: MediaTypes): JsonObject[] {
  return Object.entries(types).flatMap(([type, media]) => (isJson(type) && others[type] === undefined ? [media] : []))
}

function compareMedia(
  context: OpenapiComparison,
  part: 'body' | 'answer',
  was: JsonObject,
  is: JsonObject,
  at: string,
): void {
  const direction = part === 'body' ? 'sent' : 'received'
  context.schemas(direction, was['schema'], is['schema'], at)
  // OpenAPI 3.2: what a stream consists of.
  context.schemas(direction, was['itemSchema'], is['itemSchema'], `${at} item`)
}

type MediaTypes = { readonly [type: string]: JsonObject }

// A charset of UTF-8 is what there is without one, and the case of a type says nothing.
function byType(document: JsonObject, holder: JsonObject): MediaTypes {
  return Object.fromEntries(
    Object.entries(objectAt(holder, 'content')).map(([type, media]) => [
      type.toLowerCase().replace(/\s*;\s*charset="?utf-8"?/, ''),
      resolve(document, media) ?? {},
    ]),
  )
}

function compareHeaders(context: OpenapiComparison, before: JsonObject, after: JsonObject, at: string): void {
  const left = objectAt(before, 'headers')
  const right = inCaseOf(left, objectAt(after, 'headers'))
  for (const name of eitherOf(left, right)) {
    if (left[name] === undefined) context.report('answer-header-added', `${at} ${name}`, 'is a new header')
    else if (right[name] === undefined)
      context.report('answer-header-removed', `${at} ${name}`, 'is no header any more')
    else {
      const [was, is] = [resolve(context.before, left[name]) ?? {}, resolve(context.after, right[name]) ?? {}]
      compareHeader(context, was, is, `${at} ${name}`)
    }
  }
}

// The case of the name of a header says nothing.
function inCaseOf(headers: JsonObject, others: JsonObject): JsonObject {
  const known = new Map(Object.keys(headers).map((name) => [name.toLowerCase(), name]))
  return Object.fromEntries(
    Object.entries(others).map(([name, header]) => [known.get(name.toLowerCase()) ?? name, header]),
  )
}

function compareHeader(context: OpenapiComparison, was: JsonObject, is: JsonObject, at: string): void {
  if (was['required'] === true && is['required'] !== true)
    context.report('answer-header-became-optional', at, 'may be left out now')
  if (was['required'] !== true && is['required'] === true)
    context.report('answer-header-became-required', at, 'is always there now')
  if (was['description'] !== is['description']) context.report('answer-header-described-anew', at, 'is described anew')
  context.schemas('received', was['schema'], is['schema'], at)
}
