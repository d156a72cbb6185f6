import { eachPlace, isObject, type JsonObject, objectAt } from '../json.ts'
import type { ContractKind } from '../load/kind.ts'
import { schemaName } from '../load/references.ts'
import { alternatives, ambiguous } from '../model/discriminators.ts'
import { messagingOf } from '../model/messages.ts'
import type { Finding } from './finding.ts'

/** Every union narrows on the real values of its discriminator: each member limits it, and no two to the same value. */
export function lintUnions(document: JsonObject, kind: ContractKind, file: string): Finding[] {
  return kind === 'openapi' ? discriminated(document, file) : receivedMessages(document, file)
}

function discriminated(document: JsonObject, file: string): Finding[] {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const findings: Finding[] = []
  eachPlace(document, (schema, pointer) => {
    const property = objectAt(schema, 'discriminator')['propertyName']
    if (typeof property !== 'string') return
    const taken = new Map<string, string>()
    for (const member of [schema['oneOf'], schema['anyOf']].flat()) {
      const name = (isObject(member) ? schemaName(member['$ref']) : undefined) ?? 'an inline member'
      for (const shape of member === undefined ? [] : alternatives(schemas, member)) {
        const values = shape.values.get(property)
        if (values === undefined) report(pointer, `${name} does not limit ${property} to known values.`)
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
  const { schemas, messages } = messagingOf(document)
  const payloads = [
    ...new Set(messages.filter(({ direction }) => direction === 'receive').map(({ payload }) => payload)),
  ]
  return ambiguous(schemas, payloads).map(([a, b]) => ({
    rule: 'own/union-narrows',
    severity: 'error',
    file,
    at: '#/operations',
    message: `Nothing tells ${a} from ${b}: a client cannot know which one it received.`,
  }))
}
