import { arrayAt, atPointer, eachPlace, isObject, type Json, type JsonObject, strings, textAt } from '../json.ts'
import type { Finding, OwnRule } from './finding.ts'

/** The name of a question, as prose gives it: `R3`. */
const QUESTION_ID = /\b[A-Z]\d+\b/g

/** The texts of an object that may name its question. */
const PROSE = ['summary', 'description', 'x-evidence-note']

/**
 * Every inferred fact names the question that settles it, in `x-question`, in its own words or in a description around it.
 * What is no fact about the service, such as a name we gave, says so in `x-own-choice`. Every `x-question` names one that
 * is asked.
 */
export function lintInferred(document: JsonObject, questions: JsonObject, file: string): Finding[] {
  const asked = new Set(arrayAt(questions, 'questions').map((one) => (isObject(one) ? textAt(one, 'id') : undefined)))
  const findings: Finding[] = []
  const report = (rule: OwnRule, at: string, message: string): void => {
    findings.push({ rule: `own/${rule}`, severity: 'error', file, at: `#${at}`, message })
  }
  const isAskedIn = (text: string | undefined): boolean => (text?.match(QUESTION_ID) ?? []).some((id) => asked.has(id))
  eachPlace(document, (object, pointer) => {
    const named = namesIn(object['x-question'])
    for (const id of named) {
      if (!asked.has(id)) report('known-question', pointer, `x-question names ${id}, which no question has.`)
    }
    const choice = object['x-own-choice']
    if (choice !== undefined && (typeof choice !== 'string' || choice === ''))
      report('own-choice', pointer, 'x-own-choice says in a sentence what we chose.')
    if (!isInferred(object) || named.length > 0 || choice !== undefined) return
    if (PROSE.some((member) => isAskedIn(textAt(object, member)))) return
    if (above(document, pointer).some((around) => isAskedIn(textAt(around, 'description')))) return
    report(
      'inferred-question',
      pointer,
      'Inferred, and no question settles it; add x-question, or x-own-choice where it is no fact about the service.',
    )
  })
  return findings
}

function namesIn(question: Json | undefined): string[] {
  return typeof question === 'string' ? [question] : strings(question)
}

function isInferred(object: JsonObject): boolean {
  if (object['x-evidence'] === 'inferred') return true
  const sides = ['x-evidence-of', 'x-evidence-parameters'].flatMap((key) => valuesOf(object[key]))
  const groups = ['x-evidence-statuses', 'x-evidence-by-operation'].flatMap((key) => keysOf(object[key]))
  return [...sides, ...groups].includes('inferred')
}

function valuesOf(map: Json | undefined): Json[] {
  return isObject(map) ? Object.values(map) : []
}

function keysOf(map: Json | undefined): string[] {
  return isObject(map) ? Object.keys(map) : []
}

function above(document: JsonObject, pointer: string): JsonObject[] {
  const found: JsonObject[] = []
  for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const around = atPointer(document, pointer.slice(0, end))
    if (isObject(around)) found.push(around)
  }
  return found
}
