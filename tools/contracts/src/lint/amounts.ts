import { isObject, type JsonObject } from '../json.ts'
import { eachSchema, pointerOf } from './each-schema.ts'
import type { Finding } from './finding.ts'

/**
 * Amounts, prices and rates are text in the clients of the family, so a number that need not be whole is a warning, unless the
 * contract or its overlay says in `x-own-choice` why it is one.
 */
export function lintAmounts(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  eachSchema(document, (schema, place) => {
    if (!isObject(schema) || ![schema['type']].flat().includes('number') || schema['x-own-choice'] !== undefined) return
    findings.push({ rule: 'own/amount', severity: 'warning', file, at: `#${pointerOf(place)}`, message: MESSAGE })
  })
  return findings
}

const MESSAGE =
  'A number does not hold every amount exactly. Where the service has it as text, say type: string in the overlay; where it is no amount, say so there in x-own-choice.'
