import { isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { ContractProblem } from '../problem.ts'

/** What the SDK must know of an operation and no contract prints; the overlay says it under `x-behaviour`. */
export type Behaviour = {
  /** Credentials the operation takes: `none`, `bearer`, `hmac`, or what else the security of a foreign contract says. */
  readonly auth: string
  /** `safe`: may be repeated. `idempotent`: may be repeated with the same ids. `never`: sent at most once. */
  readonly retry: 'safe' | 'idempotent' | 'never'
  /** How results are paged. */
  readonly page: 'none' | 'cursor' | 'offset'
}

/** Values each member of an operation's `x-behaviour` may have. */
export const OPERATION_BEHAVIOUR = {
  auth: ['none', 'bearer', 'hmac'],
  retry: ['safe', 'idempotent', 'never'],
  page: ['none', 'cursor', 'offset'],
} as const

/** What the SDK must know of a message; said in the overlay as well. */
export type MessageBehaviour = {
  readonly auth: 'none' | 'optional' | 'hmac'
  /** What the sequence numbers of the message count. */
  readonly sequence: 'none' | 'channel'
  /** How an update changes what the snapshot gave. */
  readonly update: 'none' | 'replace' | 'merge' | 'append'
}

/** Values each member of a message's `x-behaviour` may have. */
export const MESSAGE_BEHAVIOUR = {
  auth: ['none', 'optional', 'hmac'],
  sequence: ['none', 'channel'],
  update: ['none', 'replace', 'merge', 'append'],
} as const

type Choices = { readonly [member: string]: readonly string[] }
type Chosen<T extends Choices> = { [Member in keyof T]: T[Member][number] }

/**
 * Reads `x-behaviour`.
 *
 * @throws ContractProblem where it is missing or holds a value that is not in the closed list.
 */
export function readBehaviour<T extends Choices>(holder: JsonObject, choices: T, where: string): Chosen<T> {
  const said = holder['x-behaviour']
  if (!isObject(said)) throw new ContractProblem(`${where} has no x-behaviour; add an action to the overlay.`)
  const entries = Object.entries(choices).map(([member, allowed]) => [
    member,
    pick(said[member], allowed, `${where}: x-behaviour.${member}`),
  ])
  const unknown = Object.keys(said).find((member) => !Object.hasOwn(choices, member))
  if (unknown !== undefined) throw new ContractProblem(`${where}: x-behaviour.${unknown} is unknown.`)
  return Object.fromEntries(entries) as Chosen<T>
}

function pick(value: Json | undefined, allowed: readonly string[], where: string): string {
  if (typeof value === 'string' && allowed.includes(value)) return value
  throw new ContractProblem(`${where} is ${JSON.stringify(value)}; it must be one of ${allowed.join(', ')}.`)
}

/** Where behaviour comes from: the overlay must state it, or it is read off the method and the security of a contract without one. */
export type BehaviourSource = 'stated' | 'derived'

/** The behaviour of an OpenAPI operation. */
export function behaviourOf(
  operation: JsonObject,
  method: string,
  where: string,
  source: BehaviourSource,
  document: JsonObject,
): Behaviour {
  if (source === 'stated') return readBehaviour(operation, OPERATION_BEHAVIOUR, where)
  return {
    // The first alternative that asks for something stands for all of them; the contract holds the others.
    auth: alternativesOf(document, operation).flat()[0] ?? 'none',
    retry: DERIVED_RETRY[method] ?? 'never',
    page: 'none',
  }
}

/** The kinds of credentials that each alternative of an operation asks for together; none for one that asks for nothing. */
export function alternativesOf(document: JsonObject, operation: JsonObject): string[][] {
  const security = operation['security'] ?? document['security']
  const alternatives = Array.isArray(security) ? security.filter(isObject) : []
  return alternatives.map((schemes) => Object.keys(schemes).map((name) => kindOf(document, name)))
}

function kindOf(document: JsonObject, name: string): string {
  const scheme = resolve(document, objectAt(objectAt(document, 'components'), 'securitySchemes')[name]) ?? {}
  const type = textAt(scheme, 'type') ?? name
  if (type === 'http') return textAt(scheme, 'scheme')?.toLowerCase() ?? type
  return type === 'oauth2' || type === 'openIdConnect' ? 'bearer' : type
}

// RFC 9110, section 9.2: safe methods change nothing, idempotent ones change the same thing again.
const DERIVED_RETRY: { readonly [method: string]: Behaviour['retry'] } = {
  get: 'safe',
  head: 'safe',
  options: 'safe',
  trace: 'safe',
  put: 'idempotent',
  delete: 'idempotent',
}

/** The behaviour of a message. */
export function messageBehaviourOf(message: JsonObject, where: string, source: BehaviourSource): MessageBehaviour {
  return source === 'stated'
    ? readBehaviour(message, MESSAGE_BEHAVIOUR, where)
    : { auth: 'none', sequence: 'none', update: 'none' }
}
