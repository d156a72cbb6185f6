import { isObject, type JsonObject } from '../json.ts'
import { isWide } from '../model/wide-integers.ts'
import { eachSchema, pointerOf } from './each-schema.ts'
import type { Finding } from './finding.ts'

/**
 * Amounts, prices and rates are text in the clients of the family, so a number that need not be whole is a warning, unless the
 * contract or its overlay says in `x-own-choice` why it is one. So is a message's integer of 64 bits: the stream client reads
 * with `JSON.parse`.
 */
export function lintAmounts(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  const isMessaging = document['asyncapi'] !== undefined
  eachSchema(document, (schema, place) => {
    if (!isObject(schema) || schema['x-own-choice'] !== undefined) return
    if (![schema['type']].flat().includes('number') && !(isMessaging && isWide(schema))) return
    findings.push({ rule: 'own/amount', severity: 'warning', file, at: `#${pointerOf(place)}`, message: MESSAGE })
  })
  return findings
}

const MESSAGE =
  'A number does not hold every amount exactly. Where the service has it as text, say type: string in the overlay; where it is no amount, say so there in x-own-choice.'
