import { arrayAt, eachPlace, escapePointer, isObject, type JsonObject, objectAt } from '../json.ts'
import type { ContractKind } from '../load/kind.ts'
import { schemaName, schemasOf } from '../load/references.ts'
import { alternatives, ambiguous, discriminatorsOf } from '../model/discriminators.ts'
import { type MessageModel, messagingOf } from '../model/messages.ts'
import type { Finding } from './finding.ts'

/** Every union narrows on the real values of its discriminator: each member has some, and no two have the same. */
export function lintUnions(document: JsonObject, kind: ContractKind, file: string): Finding[] {
  return kind === 'openapi' ? discriminated(document, file) : receivedMessages(document, file)
}

function discriminated(document: JsonObject, file: string): Finding[] {
  const schemas = schemasOf(document)
  const findings: Finding[] = []
  eachPlace(document, (schema, pointer) => {
    const property = objectAt(schema, 'discriminator')['propertyName']
    if (typeof property !== 'string') return
    const taken = new Map<string, string>()
    const members = [...arrayAt(schema, 'oneOf'), ...arrayAt(schema, 'anyOf')]
    for (const [index, member] of members.entries()) {
      const name = (isObject(member) ? schemaName(member['$ref']) : undefined) ?? `member ${index + 1}`
      const mapped = Object.entries(objectAt(objectAt(schema, 'discriminator'), 'mapping'))
        .filter(([, target]) => target === name || schemaName(target) === name)
        .map(([value]) => value)
      for (const shape of alternatives(schemas, member, [property])) {
        const values = shape.get(property) ?? (mapped.length > 0 ? mapped : undefined)
        if (values === undefined)
          report(
            pointer,
            `${name} does not limit ${property} to known values, and none is mapped to it; say them in the overlay.`,
          )
        for (const value of values ?? []) {
          const other = taken.get(value)
          if (other !== undefined && other !== name)
            report(pointer, `${other} and ${name} both allow ${property} to be ${value}.`)
          taken.set(value, name)
        }
      }
    }
  })
  return findings

  function report(at: string, message: string): void {
    findings.push({ rule: 'own/union-narrows', severity: 'error', file, at: `#${at}`, message })
  }
}

function receivedMessages(document: JsonObject, file: string): Finding[] {
  const { schemas, messages, openForms, written } = messagingOf(document)
  const payloads = [
    ...new Set(messages.filter(({ direction }) => direction === 'receive').map(({ payload }) => payload)),
  ]
  const pairs = ambiguous(schemas, payloads)
  const nameOf = (payload: string): string => openForms.get(payload) ?? payload
  const stranger = pairs.length === 0 ? undefined : strangerAmong(written, payloads.map(nameOf))
  if (stranger !== undefined)
    return [
      {
        rule: 'own/union-narrows',
        severity: 'error',
        file,
        at: `#${placeOf(document, stranger.payload, messages)}`,
        message: `${stranger.payload} does not require ${stranger.names.join(' and ')} and limit ${stranger.names.length > 1 ? 'them' : 'it'} to texts, which tells the other messages apart; a client cannot know that it received it.`,
      },
    ]
  return pairs.map(([a, b]) => ({
    rule: 'own/union-narrows',
    severity: 'error',
    file,
    at: `#${placeOf(document, nameOf(a), messages)}`,
    message: `Nothing tells ${nameOf(a)} from ${nameOf(b)}: a client cannot know which one it received.`,
  }))
}

// A payload that is written inside a message stands under no name; it is looked for from its operation.
function placeOf(document: JsonObject, payload: string, messages: readonly MessageModel[]): string {
  if (schemasOf(document)[payload] !== undefined) return `/components/schemas/${escapePointer(payload)}`
  const operation = messages.find((message) => message.payload === payload)?.operations[0] ?? ''
  return `/operations/${escapePointer(operation)}`
}

/** The one payload without which the discriminators of the others tell them apart. */
function strangerAmong(
  schemas: JsonObject,
  payloads: readonly string[],
): { readonly payload: string; readonly names: readonly string[] } | undefined {
  const together = discriminatorsOf(schemas, payloads)
  for (const payload of payloads) {
    const others = payloads.filter((other) => other !== payload)
    const names = discriminatorsOf(schemas, others).filter((name) => !together.includes(name))
    if (names.length > 0 && ambiguous(schemas, others).length === 0) return { payload, names }
  }
  return undefined
}
