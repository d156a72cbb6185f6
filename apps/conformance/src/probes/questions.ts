import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Api, apis } from '../api.ts'
import { isObject, type Json } from '../json.ts'

/** One thing nobody could confirm, from `specs/<api>/questions.yaml`. */
export type Question = {
  id: string
  api: Api
  question: string
  /** The possible answers, all of which the sandbox can play; the first is the one we adopt. */
  choices: readonly string[]
  /** Those in whose worlds the audit of a conformance run finds service and contract apart. */
  drift: readonly string[]
}

export function readQuestions(specs: string): Question[] {
  return apis.flatMap((api) =>
    questionsOf(parse(readFileSync(join(specs, api, 'questions.yaml'), 'utf8')) as Json, api),
  )
}

/** The questions of one API, from what its file holds. */
export function questionsOf(parsed: Json, api: Api): Question[] {
  const list = isObject(parsed) ? parsed['questions'] : undefined
  if (!Array.isArray(list)) throw new Error(`the questions of ${api} are no list`)
  return list.filter(isObject).map((entry) => ({
    id: text(entry['id']),
    api,
    question: text(entry['question']),
    choices: texts(entry['choices']),
    drift: texts(entry['drift']),
  }))
}

const texts = (list: Json | undefined): string[] => (Array.isArray(list) ? list.map(text) : [])

/** YAML reads an unquoted `201` as a number; a choice is always text. */
function text(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new Error(`a question holds ${JSON.stringify(value)} where text is needed`)
}
