import { arrayAt, isObject, type JsonObject, objectAt, strings, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { operationsOfItem } from '../model/http.ts'
import { nameOf } from '../model/names.ts'
import type { Change } from './change.ts'
import { compareAnswers, compareBody } from './compare-bodies.ts'
import { callbacksOf, compareCallbacks, webhooksOf } from './compare-callbacks.ts'
import { compareParameters } from './compare-parameters.ts'
import { compareSchemes, nameBefore, schemesOf } from './compare-schemes.ts'
import {
  compareBehaviour,
  compareComponents,
  compareServerSunset,
  comparison,
  differs,
  type OpenapiComparison,
} from './comparison.ts'
import { openapiRules } from './structure-rules.ts'

/** What changed between two OpenAPI documents. */
export function compareOpenapi(before: JsonObject, after: JsonObject, today: string): Change[] {
  return compareDocuments(comparison(before, after, today, openapiRules))
}

function compareDocuments(context: OpenapiComparison): Change[] {
  const { before, after } = context
  const left = operationsOf(before)
  const right = operationsOf(after)
  for (const [key, operation] of left) {
    const other = right.get(key)
    if (other === undefined) reportRemoved(context, operation, successorOf(operation, right))
    else compareOperations(context, operation, other)
  }
  for (const [key, { at }] of right) {
    if (!left.has(key)) context.report('operation-added', at, `${at} is new`)
  }
  compareCallbacks(context, webhooksOf(before), webhooksOf(after))
  compareServers(context)
  compareSchemes(context)
  compareComponents(context)
  const [was, is] = [textAt(objectAt(before, 'info'), 'version'), textAt(objectAt(after, 'info'), 'version')]
  if (was !== is)
    context.report('version-changed', 'contract', `is at version ${is ?? 'unstated'}, it was ${was ?? 'unstated'}`)
  return context.changes.all()
}

/** An operation; `at` is its method and path, `name` what our clients call it. */
type Operation = {
  readonly at: string
  readonly path: string
  readonly name: string
  readonly operation: JsonObject
  readonly item: JsonObject
}

// Paths are the same where they differ in the names of their parameters only.
function operationsOf(document: JsonObject): Map<string, Operation> {
  const found = new Map<string, Operation>()
  for (const [path, value] of Object.entries(objectAt(document, 'paths'))) {
    const item = resolve(document, value) ?? {}
    for (const [method, operation] of operationsOfItem(item)) {
      const at = `${method} ${path}`
      found.set(at.replaceAll(/\{[^{}]*\}/g, '{}'), {
        at,
        path,
        name: nameOf(operation, method.toLowerCase(), path),
        operation,
        item,
      })
    }
  }
  return found
}

function sunsetOf(operation: JsonObject): string | undefined {
  return textAt(operation, 'x-sunset')
}

/** The operation that goes by the operationId of one that is gone. */
function successorOf({ operation }: Operation, right: ReadonlyMap<string, Operation>): Operation | undefined {
  const id = textAt(operation, 'operationId')
  return id === undefined ? undefined : [...right.values()].find((one) => one.operation['operationId'] === id)
}

function reportRemoved(context: OpenapiComparison, { at, operation }: Operation, successor?: Operation): void {
  const sunset = sunsetOf(operation)
  const moved = successor === undefined ? '' : `; its operationId is at ${successor.at} now`
  if (sunset !== undefined && sunset <= context.today)
    context.report('operation-removed-after-sunset', at, `${at} is gone; its sunset was ${sunset}${moved}`)
  else
    context.report(
      'operation-removed',
      at,
      `${at} is gone${sunset === undefined ? '' : ` before its sunset on ${sunset}`}${moved}`,
    )
}

function compareOperations(context: OpenapiComparison, before: Operation, after: Operation): void {
  const { at } = before
  const [left, right] = [before.operation, after.operation]
  if (before.name !== after.name)
    context.report(
      'sdk-name-changed',
      at,
      `is ${after.name} in our clients, it was ${before.name}; x-sdk-name in the overlay keeps a name`,
    )
  compareWords(context, at, left, right)
  compareSunset(context, at, left, right)
  compareBehaviour(context, at, left, right)
  compareParameters(context, at, before, after)
  compareBody(context, at, left, right)
  compareAnswers(context, at, left, right)
  compareCallbacks(context, callbacksOf(context.before, left, at), callbacksOf(context.after, right, at))
  compareSecurity(context, at, left, right)
  if (differs(serversOf(before), serversOf(after))) context.report('operation-moved', at, 'has other servers')
}

// Those of the operation, else those of its path; without either those of the contract, which are compared once.
function serversOf({ operation, item }: Operation): string[] {
  return [operation, item].map(urlsOf).find((urls) => urls.length > 0) ?? []
}

function urlsOf(holder: JsonObject): string[] {
  return arrayAt(holder, 'servers').flatMap((server) => (isObject(server) ? (textAt(server, 'url') ?? []) : []))
}

const WORDS = ['summary', 'description', 'x-sdk-example']

function compareWords(context: OpenapiComparison, at: string, left: JsonObject, right: JsonObject): void {
  if (left['deprecated'] !== true && right['deprecated'] === true)
    context.report('operation-deprecated', at, `${at} is deprecated now`)
  if (left['deprecated'] === true && right['deprecated'] !== true)
    context.report('operation-undeprecated', at, `${at} is no longer deprecated`)
  if (left['operationId'] !== right['operationId']) {
    context.report(
      'operation-id-changed',
      at,
      `is called ${textAt(right, 'operationId') ?? 'nothing'}, it was ${textAt(left, 'operationId') ?? 'nothing'}`,
    )
  }
  if (WORDS.some((member) => left[member] !== right[member]))
    context.report('operation-described-anew', at, 'is described anew')
  if (differs(strings(left['tags']), strings(right['tags'])))
    context.report('operation-tags-changed', at, 'has other tags')
}

function compareSunset(context: OpenapiComparison, at: string, left: JsonObject, right: JsonObject): void {
  const [was, is] = [sunsetOf(left), sunsetOf(right)]
  if (was === is) return
  if (is === undefined) context.report('operation-sunset-lifted', at, `has no end any more, it was ${was}`)
  else if (was === undefined) context.report('operation-sunset-set', at, `ends on ${is}`)
  else context.report('operation-sunset-moved', at, `ends on ${is}, it was to end on ${was}`)
}

function compareSecurity(context: OpenapiComparison, at: string, left: JsonObject, right: JsonObject): void {
  const was = alternativesOf(context.before, context.before, left)
  const is = alternativesOf(context.before, context.after, right)
  const [wasFree, isFree] = [was.includes(NOTHING), is.includes(NOTHING)]
  if (wasFree && !isFree) context.report('security-required', at, 'needs credentials now')
  else if (!wasFree && isFree) context.report('security-lifted', at, 'needs no credentials now')
  else {
    for (const one of is.filter((other) => !was.includes(other)))
      context.report('security-alternative-added', at, `takes ${one} as well`)
    for (const one of was.filter((other) => !is.includes(other)))
      context.report('security-alternative-removed', at, `does not take ${one} any more`)
  }
}

const NOTHING = 'no credentials'

/** Each alternative in words: the schemes that it asks for together, as they were called before, with their scopes. None is one as well. */
function alternativesOf(before: JsonObject, document: JsonObject, operation: JsonObject): string[] {
  const security = operation['security'] ?? document['security']
  const alternatives = Array.isArray(security) ? security.filter(isObject) : []
  return (alternatives.length === 0 ? [{}] : alternatives).map((schemes) => {
    const asked = Object.entries(schemes).map(([name, scopes]) => {
      const known = nameBefore(before, document, schemesOf(document)[name], name) ?? name
      const scope = strings(scopes).sort().join(' and ')
      return scope === '' ? known : `${known} for ${scope}`
    })
    return asked.sort().join(' with ') || NOTHING
  })
}

function compareServers(context: OpenapiComparison): void {
  const [was, is] = [urlsOf(context.before), urlsOf(context.after)]
  // Where a client goes is said to it, so neither moves one.
  for (const url of is.filter((one) => !was.includes(one)))
    context.report('server-added', `server ${url}`, 'is new; a client goes there when it is told to')
  for (const url of was.filter((one) => !is.includes(one)))
    context.report('server-removed', `server ${url}`, 'is gone; a client goes there until it is told otherwise')
  for (const url of is.filter((one) => was.includes(one))) {
    const [left, right] = [serverAt(context.before, url), serverAt(context.after, url)]
    if (differs(left['variables'], right['variables']))
      context.report('server-variables-changed', `server ${url}`, 'has other variables')
    compareServerSunset(context, `server ${url}`, left, right)
  }
}

function serverAt(document: JsonObject, url: string): JsonObject {
  const servers = arrayAt(document, 'servers').filter(isObject)
  return servers.find((server) => server['url'] === url) ?? {}
}
