import { arrayAt, type JsonObject, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import type { OpenapiComparison } from './compare-openapi.ts'
import { differs } from './comparison.ts'

type Operation = { readonly operation: JsonObject; readonly item: JsonObject }

/** Compares the parameters of two forms of an operation, by place and name. */
export function compareParameters(context: OpenapiComparison, at: string, before: Operation, after: Operation): void {
  const left = parametersOf(context.before, before)
  const right = parametersOf(context.after, after)
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

function parametersOf(document: JsonObject, { operation, item }: Operation): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>()
  for (const value of [...arrayAt(item, 'parameters'), ...arrayAt(operation, 'parameters')]) {
    const parameter = resolve(document, value)
    if (parameter !== undefined)
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
  if (['style', 'explode', 'allowReserved'].some((member) => differs(before[member], after[member]))) {
    context.report('parameter-style-changed', at, 'is written into the request otherwise now')
  }
  context.schemas('sent', before['schema'], after['schema'], at)
}
