import { type JsonObject, objectAt, textAt } from '../json.ts'
import type { ContractKind } from '../load/kind.ts'
import {
  alternativesOf,
  type Behaviour,
  MESSAGE_BEHAVIOUR,
  OPERATION_BEHAVIOUR,
  readBehaviour,
} from '../model/behaviour.ts'
import { ContractProblem } from '../problem.ts'
import type { Finding } from './finding.ts'
import { members, messagesOf, type Place } from './message-places.ts'
import { operationsIn } from './operation-places.ts'

/**
 * Every operation and every message says how it behaves, and the credentials of an operation are among those that the contract
 * asks for; where it asks for none, that some are presented is a warning. `document` has its overlay applied.
 */
export function lintBehaviour(document: JsonObject, kind: ContractKind, file: string): Finding[] {
  const operations = kind === 'openapi' ? operationsIn(document) : members(document, 'operations', '#/operations')
  const messages = kind === 'openapi' ? [] : messagesOf(document)
  return [
    ...operations.flatMap(({ at, name, holder }) =>
      complaint(at, file, () => {
        const behaviour = readBehaviour(holder, OPERATION_BEHAVIOUR, name)
        if (kind === 'openapi') refuseContradiction(document, holder, behaviour, name)
      }),
    ),
    ...(kind === 'openapi' ? operations.flatMap((place) => idleCredentials(document, place, file)) : []),
    ...messages.flatMap(({ at, name, holder }) =>
      complaint(at, file, () => readBehaviour(holder, MESSAGE_BEHAVIOUR, name)),
    ),
  ]
}

function refuseContradiction(document: JsonObject, operation: JsonObject, behaviour: Behaviour, name: string): void {
  const asked = alternativesOf(document, operation)
  const isGiven = ([kind = 'none', ...more]: readonly string[]): boolean =>
    kind === 'none' || (more.length === 0 && kind === GIVEN[behaviour.auth])
  if (asked.length > 0 && !asked.some(isGiven))
    throw new ContractProblem(
      `${name} takes ${asked.map((kinds) => kinds.join(' with ')).join(' or ')}, and x-behaviour.auth is ${behaviour.auth}; correct the overlay, or the client is refused. Where it has no such credentials, \`remove: true\` takes the operation out.`,
    )
}

// A publisher that lifts the security of an operation takes the credentials all the same, or never reads them.
function idleCredentials(document: JsonObject, { at, name, holder }: Place, file: string): Finding[] {
  const auth = textAt(objectAt(holder, 'x-behaviour'), 'auth') ?? 'none'
  const isSaid = Array.isArray(holder['security'] ?? document['security'])
  if (auth === 'none' || !isSaid || alternativesOf(document, holder).some((kinds) => kinds.length > 0)) return []
  const message = `${name} takes no credentials, and x-behaviour.auth is ${auth}, so the client presents some; correct the overlay where they are not needed.`
  return [{ rule: 'own/behaviour', severity: 'warning', file, at, message }]
}

/** What the clients present, by what the overlay calls it; a signature goes under the name of a key. */
const GIVEN: { readonly [auth: string]: string | undefined } = { bearer: 'bearer', hmac: 'apiKey' }

function complaint(at: string, file: string, read: () => unknown): Finding[] {
  try {
    read()
    return []
  } catch (cause) {
    if (!(cause instanceof ContractProblem)) throw cause
    return [{ rule: 'own/behaviour', severity: 'error', file, at, message: cause.message }]
  }
}
