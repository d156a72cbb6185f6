import { type Decimal, parseDecimal } from '../exchange/decimal.ts'
import { isRecord, type JsonRecord, textAt } from '../server/record.ts'
import type { Call } from './call.ts'
import { Problem } from './problem.ts'

// Bodies have passed the contract when they come here; what is read again is what the contract cannot say.

export function recordOf(body: JsonRecord, name: string): JsonRecord {
  const value = body[name]
  if (!isRecord(value)) throw new Problem(400, `${name} is missing.`)
  return value
}

export function textOf(body: JsonRecord, name: string): string {
  const value = textAt(body, name)
  if (value === undefined) throw new Problem(400, `${name} is missing.`)
  return value
}

export function decimalOf(body: JsonRecord, name: string): Decimal {
  const value = parseDecimal(textOf(body, name))
  if (value === undefined) throw new Problem(400, `${name} is not a decimal with at most 18 fraction digits.`)
  return value
}

/** A member that the contract limits to these words. */
export function choiceOf<Word extends string>(body: JsonRecord, name: string, words: readonly Word[]): Word {
  const value = textOf(body, name)
  const word = words.find((each) => each === value)
  if (word === undefined) throw new Problem(400, `${name} must be ${words.join(' or ')}.`)
  return word
}

export function optionalChoiceOf<Word extends string>(
  body: JsonRecord,
  name: string,
  words: readonly Word[],
): Word | undefined {
  return body[name] === undefined ? undefined : choiceOf(body, name, words)
}

export function textsOf(body: JsonRecord, name: string): readonly string[] | undefined {
  const value = body[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
}

/** The client of a write; a client of somebody else is refused. */
export function ownClient(call: Call, clientId: string): string {
  if (!call.rules.mayActFor(call.caller.clientIds, clientId))
    throw new Problem(403, `The credentials may not act for client ${clientId}.`)
  return clientId
}
