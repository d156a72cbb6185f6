import { type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { type Comparison, differs, eitherOf } from './comparison.ts'

/** What says how a credential is presented. */
const PRESENTED = ['type', 'in', 'name', 'scheme', 'flows', 'openIdConnectUrl']

/** Compares how credentials are presented. A scheme that came or went shows where it is asked for. */
export function compareSchemes(context: Comparison<'security-scheme-changed'>): void {
  const schemes = (document: JsonObject): JsonObject => objectAt(objectAt(document, 'components'), 'securitySchemes')
  const [was, is] = [schemes(context.before), schemes(context.after)]
  for (const name of eitherOf(was, is)) {
    const [left, right] = [resolve(context.before, was[name]), resolve(context.after, is[name])]
    if (left === undefined || right === undefined) continue
    if (PRESENTED.some((member) => differs(left[member], right[member])))
      context.report('security-scheme-changed', `security scheme ${name}`, 'is presented otherwise now')
  }
}
