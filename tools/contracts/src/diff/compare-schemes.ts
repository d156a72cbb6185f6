import { type Json, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { type Comparison, differs, eitherOf } from './comparison.ts'

/** What says how a credential is presented. */
const PRESENTED = ['type', 'in', 'name', 'scheme', 'flows', 'openIdConnectUrl']

/** How a request is signed, where a contract says it. */
const SIGNING = 'x-truex-signing'

/** Compares how credentials are presented. A scheme that came or went shows where it is asked for. */
export function compareSchemes(context: Comparison<'security-scheme-changed'>): void {
  const [was, is] = [schemesOf(context.before), schemesOf(context.after)]
  for (const name of eitherOf(was, is)) {
    const [left, right] = [resolve(context.before, was[name]), resolve(context.after, is[name])]
    if (left === undefined || right === undefined) continue
    if (!isPresentedAs(left, right) || isSignedOtherwise(left[SIGNING], right[SIGNING]))
      context.report('security-scheme-changed', `security scheme ${name}`, 'is presented otherwise now')
  }
}

// A publisher's own file does not say it at all, and nothing is signed otherwise by that.
function isSignedOtherwise(before: Json | undefined, after: Json | undefined): boolean {
  return before !== undefined && after !== undefined && differs(before, after)
}

/**
 * What a scheme of one of the two documents was called before the change: its own name where that stayed, else the one under
 * which the same is presented.
 */
export function nameBefore(
  before: JsonObject,
  document: JsonObject,
  scheme: Json | undefined,
  name?: string,
): string | undefined {
  const known = schemesOf(before)
  const presented = resolve(document, scheme)
  if (presented === undefined || (name !== undefined && Object.hasOwn(known, name))) return name
  const same = ([, one]: [string, Json]): boolean => isPresentedAs(resolve(before, one) ?? {}, presented)
  return Object.entries(known).find(same)?.[0] ?? name
}

/** The security schemes of a document, by name. */
export function schemesOf(document: JsonObject): JsonObject {
  return objectAt(objectAt(document, 'components'), 'securitySchemes')
}

function isPresentedAs(left: JsonObject, right: JsonObject): boolean {
  return PRESENTED.every((member) => !differs(left[member], right[member]))
}
