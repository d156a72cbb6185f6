import { escapePointer, isObject, type JsonObject, objectAt } from '../json.ts'
import type { ContractKind } from '../load/kind.ts'
import { MESSAGE_BEHAVIOUR, OPERATION_BEHAVIOUR, readBehaviour } from '../model/behaviour.ts'
import { METHODS } from '../model/http.ts'
import { ContractProblem } from '../problem.ts'
import type { Finding } from './finding.ts'

/** Every operation and every message says how it behaves. `document` has its overlay applied. */
export function lintBehaviour(document: JsonObject, kind: ContractKind, file: string): Finding[] {
  const operations = kind === 'openapi' ? openapiOperations(document) : members(document, 'operations', '#/operations')
  const messages = kind === 'openapi' ? [] : messagesOf(document)
  return [
    ...operations.flatMap(({ at, name, holder }) =>
      complaint(at, file, () => readBehaviour(holder, OPERATION_BEHAVIOUR, name)),
    ),
    ...messages.flatMap(({ at, name, holder }) =>
      complaint(at, file, () => readBehaviour(holder, MESSAGE_BEHAVIOUR, name)),
    ),
  ]
}

type Place = { readonly at: string; readonly name: string; readonly holder: JsonObject }

function openapiOperations(document: JsonObject): Place[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined
      const at = `#/paths/${escapePointer(path)}/${method}`
      return isObject(operation) ? [{ at, name: `${method.toUpperCase()} ${path}`, holder: operation }] : []
    }),
  )
}

// Those that have a name of their own, and those that are written in a channel; a reference behaves as what it leads to.
function messagesOf(document: JsonObject): Place[] {
  const channels = Object.entries(objectAt(document, 'channels')).flatMap(([id, channel]) =>
    isObject(channel) ? members(channel, 'messages', `#/channels/${escapePointer(id)}/messages`) : [],
  )
  return [...members(objectAt(document, 'components'), 'messages', '#/components/messages'), ...channels].filter(
    ({ holder }) => holder['$ref'] === undefined,
  )
}

function members(parent: JsonObject, section: string, prefix: string): Place[] {
  return Object.entries(objectAt(parent, section)).flatMap(([name, holder]) =>
    isObject(holder) ? [{ at: `${prefix}/${escapePointer(name)}`, name: `${prefix}/${name}`, holder }] : [],
  )
}

function complaint(at: string, file: string, read: () => unknown): Finding[] {
  try {
    read()
    return []
  } catch (cause) {
    if (!(cause instanceof ContractProblem)) throw cause
    return [{ rule: 'own/behaviour', severity: 'error', file, at, message: cause.message }]
  }
}
