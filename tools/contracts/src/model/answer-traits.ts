import { type Json, type JsonObject, objectAt, partsAndChoices } from '../json.ts'
import { resolve, schemasOf } from '../load/references.ts'
import { carriersIn, holds } from './schema-uses.ts'

/** What a client must know of an answer before it reads it. */
export type AnswerTraits = {
  /** It has numbers that need not be whole. Where it has none, such a number stands for a text that lost its quotes. */
  readonly fractions: boolean
  /** A success may consist of what a refusal consists of, so that the one cannot be told from the other by it. */
  readonly saysMessage: boolean
  /** No success has a body, so that none is missed. */
  readonly noBody: boolean
}

/** Reads the traits of an operation from the schemas of its successes, as far as they have a body. What the components hold is found out once. */
export function answerTraits(document: JsonObject): (successes: readonly Json[]) => AnswerTraits {
  const [fractional] = carriersIn(schemasOf(document), isFraction)
  return (successes) => ({
    fractions: successes.some((schema) => holds(schema, isFraction, fractional)),
    saysMessage: successes.some((schema) => mayRefuse(document, schema)),
    noBody: successes.length === 0,
  })
}

function isFraction({ type, const: constant, enum: values = [] }: JsonObject): boolean {
  if ([type].flat().includes('number')) return true
  return [constant, values].flat().some((value) => typeof value === 'number' && !Number.isInteger(value))
}

/** The members by which a refusal speaks. */
const SPEAKING: ReadonlySet<string> = new Set(['error', 'message', 'title'])

/** Whether an answer states one of those members, or states none at all, so that it may have any. */
function mayRefuse(document: JsonObject, schema: Json): boolean {
  const members = membersOf(document, schema, new Set())
  return members.length === 0 || members.some((name) => SPEAKING.has(name))
}

function membersOf(document: JsonObject, schema: Json, above: ReadonlySet<JsonObject>): string[] {
  const target = resolve(document, schema)
  if (target === undefined || above.has(target)) return []
  const inside = new Set([...above, target])
  return [
    ...Object.keys(objectAt(target, 'properties')),
    ...partsAndChoices(target).flatMap((part) => membersOf(document, part, inside)),
  ]
}
