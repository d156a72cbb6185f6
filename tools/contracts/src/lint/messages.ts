import { escapePointer, isObject, type JsonObject, objectAt } from '../json.ts'
import { resolve, schemasOf } from '../load/references.ts'
import { described, JSON_SCHEMA, payloadOf } from '../model/payload.ts'
import type { Finding, OwnRule } from './finding.ts'
import { messagesOf } from './message-places.ts'

/** Every operation says which way it goes and what it moves, and every payload is described in a language that is understood. */
export function lintMessages(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  const report = (rule: OwnRule, at: string, message: string): void => {
    findings.push({ rule: `own/${rule}`, severity: 'error', file, at, message })
  }
  const operations = Object.entries(objectAt(document, 'operations'))
  const channels = Object.values(objectAt(document, 'channels')).filter(isObject)
  if (operations.length === 0 && channels.some((channel) => Object.keys(objectAt(channel, 'messages')).length > 0))
    report('action', '#/channels', 'There are messages and no operations, so nothing says which way they go.')
  for (const [name, operation] of operations) {
    if (isObject(operation) && operation['$ref'] !== undefined) continue
    const action = isObject(operation) ? operation['action'] : undefined
    if (action !== 'send' && action !== 'receive')
      report(
        'action',
        `#/operations/${escapePointer(name)}`,
        `The action is ${JSON.stringify(action)}; it is send or receive.`,
      )
    else if (isObject(operation)) {
      const fault = routeFault(document, operation)
      if (fault !== undefined) report('action', `#/operations/${escapePointer(name)}`, fault)
    }
  }
  for (const { at, holder } of messagesOf(document)) {
    for (const [part, { language }] of [
      ['The payload is', payloadOf(holder)],
      ['The headers are', described(holder['headers'] ?? true)],
    ] as const) {
      if (language !== JSON_SCHEMA)
        report('payload', at, `${part} described in ${language}; only JSON Schema is understood.`)
    }
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    const { language } = described(schema)
    if (language !== JSON_SCHEMA)
      report(
        'payload',
        `#/components/schemas/${escapePointer(name)}`,
        `The schema is described in ${language}; only JSON Schema is understood.`,
      )
  }
  return findings
}

// What an operation moves would be passed over in silence.
function routeFault(document: JsonObject, operation: JsonObject): string | undefined {
  const { channel, messages } = operation
  if (resolve(document, channel) === undefined)
    return `The channel is ${JSON.stringify(channel)}; it is a reference, like { $ref: '#/channels/name' }.`
  if (messages === undefined) return undefined
  if (!Array.isArray(messages)) return 'messages lists references to messages of the channel.'
  const strange = messages.find((message) => resolve(document, message) === undefined)
  return strange === undefined
    ? undefined
    : `A message is ${JSON.stringify(strange)}; it is a reference, like { $ref: '#/channels/name/messages/name' }.`
}
