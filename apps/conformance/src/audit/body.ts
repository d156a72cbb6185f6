import type { SchemaReader } from '../contract/schema.ts'
import { unknownFields } from '../contract/unknown-fields.ts'
import type { ContractValidator, Violation } from '../contract/validator.ts'
import { atPointer, type Json, type JsonObject } from '../json.ts'
import type { Rule } from './finding.ts'

export type BodyFinding = { rule: Rule; at: string; detail: string }

type Contract = { document: JsonObject; validator: ContractValidator; reader: SchemaReader }

/** What is wrong with a value that should meet the schema at `pointer`. */
export function auditBody(contract: Contract, pointer: string, value: Json): BodyFinding[] {
  const broken = contract.validator.violations(pointer, value).filter(isCause).map(toFinding)
  const schema = atPointer(contract.document, pointer)
  if (schema === undefined) throw new Error(`the contract has no schema at ${pointer}`)
  const unknown = unknownFields(contract.reader, schema, value).map(
    (at): BodyFinding => ({ rule: 'unknown-field', at, detail: 'not described' }),
  )
  return [...broken, ...unknown]
}

/** These only say that something below them failed, and that is reported by itself. */
const consequences = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not'])

function isCause(violation: Violation, _: number, all: Violation[]): boolean {
  if (consequences.has(violation.keyword)) return all.every((other) => consequences.has(other.keyword))
  // Where something else is wrong in it, its type was that of one of several shapes, and that another has its own says nothing.
  return violation.keyword !== 'type' || !all.some((other) => isWithin(other, violation))
}

/** Said of a value only once its type is right, at this place or below it. */
const isWithin = ({ keyword, place }: Violation, outer: Violation) =>
  place.startsWith(`${outer.place}/`) || (place === outer.place && ['format', 'pattern'].includes(keyword))

const byKeyword: Record<string, Rule> = {
  required: 'missing-required',
  type: 'wrong-type',
  enum: 'undocumented-enum-value',
  const: 'undocumented-enum-value',
}

function toFinding(violation: Violation): BodyFinding {
  return { rule: byKeyword[violation.keyword] ?? 'invalid-value', at: violation.at, detail: violation.message }
}
