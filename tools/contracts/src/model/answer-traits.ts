import type { Json, JsonObject } from '../json.ts'
import { schemasOf } from '../load/references.ts'
import { carriersIn, holds } from './schema-uses.ts'

/** What a client must know of an answer before it reads it. */
export type AnswerTraits = {
  /** It has numbers that need not be whole. Where it has none, such a number stands for a text that lost its quotes. */
  readonly fractions: boolean
  /** No success has a body, so that none is missed. */
  readonly noBody: boolean
}

/** Reads the traits of an operation from the schemas of its successes, as far as they have a body. What the components hold is found out once. */
export function answerTraits(document: JsonObject): (successes: readonly Json[]) => AnswerTraits {
  const [fractional] = carriersIn(schemasOf(document), isFraction)
  return (successes) => ({
    fractions: successes.some((schema) => holds(schema, isFraction, fractional)),
    noBody: successes.length === 0,
  })
}

function isFraction({ type, const: constant, enum: values = [] }: JsonObject): boolean {
  if ([type].flat().includes('number')) return true
  return [constant, values].flat().some((value) => typeof value === 'number' && !Number.isInteger(value))
}
