import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { differs, type OpenapiComparison } from './comparison.ts'

type Operation = { readonly path: string; readonly operation: JsonObject; readonly item: JsonObject }

/**
 * Compares the parameters of two forms of an operation, by place and name; those of the path by where they stand in it, and
 * headers whatever the case of their names.
 */
export function compareParameters(context: OpenapiComparison, at: string, before: Operation, after: Operation): void {
  const left = parametersOf(context.before, before)
  const written = parametersOf(context.after, after)
  const renamed = new Map([...renamedHoles(before.path, after.path), ...renamedHeaders(left, written)])
  const right = new Map([...written].map(([name, parameter]) => [renamed.get(name) ?? name, parameter]))
  for (const [is, was] of renamed)
    context.report(
      'parameter-renamed',
      `${at} ${was}`,
      `is called ${is.slice(is.indexOf(' ') + 1)} now, and so it is in our clients; on the wire nothing changes by it`,
    )
  for (const [name, parameter] of left) {
    const other = right.get(name)
    if (other === undefined) context.report('parameter-removed', `${at} ${name}`, 'is gone')
    else compareParameter(context, `${at} ${name}`, parameter, other)
  }
  for (const [name, parameter] of right) {
    if (left.has(name)) continue
    const required = parameter['required'] === true
    context.report(
      required ? 'parameter-added-required' : 'parameter-added-optional',
      `${at} ${name}`,
      `is new${required ? ' and required' : ''}`,
    )
  }
}

/** The holes of a path that have another name after a change: place and name after → before. */
function renamedHoles(before: string, after: string): [is: string, was: string][] {
  const [left, right] = [holesIn(before), holesIn(after)]
  const pairs = right.map((is, index): [string, string] => [`path ${is}`, `path ${left[index] ?? is}`])
  return pairs.filter(([is, was]) => is !== was)
}

/** The headers whose names are in another case after a change, in the same way. */
function renamedHeaders(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): [string, string][] {
  const known = new Map([...left.keys()].map((name) => [name.toLowerCase(), name]))
  return [...right.keys()].flatMap((is): [string, string][] => {
    const was = known.get(is.toLowerCase())
    return is.startsWith('header ') && was !== undefined && was !== is && !right.has(was) ? [[is, was]] : []
  })
}

function holesIn(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
}

function parametersOf(document: JsonObject, { operation, item }: Operation): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>()
  for (const value of [...arrayAt(item, 'parameters'), ...arrayAt(operation, 'parameters')]) {
    const parameter = resolve(document, value)
    if (parameter === undefined) continue
    found.set(`${textAt(parameter, 'in') ?? ''} ${textAt(parameter, 'name') ?? ''}`, parameter)
  }
  return found
}

function compareParameter(context: OpenapiComparison, at: string, before: JsonObject, after: JsonObject): void {
  const [was, is] = [before['required'] === true, after['required'] === true]
  if (!was && is) context.report('parameter-became-required', at, 'is required now')
  if (was && !is) context.report('parameter-became-optional', at, 'may be left out now')
  if (before['description'] !== after['description'])
    context.report('parameter-described-anew', at, 'is described anew')
  if (before['deprecated'] !== true && after['deprecated'] === true)
    context.report('parameter-deprecated', at, 'is deprecated now')
  if (before['deprecated'] === true && after['deprecated'] !== true)
    context.report('parameter-undeprecated', at, 'is no longer deprecated')
  const [left, right] = [writingOf(before), writingOf(after)]
  if (differs(left.how, right.how))
    context.report('parameter-style-changed', at, 'is written into the request otherwise now')
  context.schemas('sent', left.schema, right.schema, at)
}

// OpenAPI: what is left out has the value that is usual in the place; a parameter with `content` is written in its media type.
function writingOf(parameter: JsonObject): { readonly how: Json; readonly schema: Json | undefined } {
  const [type, media] = Object.entries(objectAt(parameter, 'content'))[0] ?? []
  if (type !== undefined) return { how: type, schema: isObject(media) ? media['schema'] : undefined }
  const place = parameter['in']
  const style = textAt(parameter, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple')
  const explode = parameter['explode'] ?? style === 'form'
  return { how: [style, explode, parameter['allowReserved'] === true], schema: parameter['schema'] }
}
