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
  /** The world we adopt first; empty where the possible worlds have no names. */
  choices: readonly string[]
}

export function readQuestions(specs: string): Question[] {
  return apis.flatMap((api) => {
    const file = join(specs, api, 'questions.yaml')
    const parsed = parse(readFileSync(file, 'utf8')) as Json
    const list = isObject(parsed) ? parsed['questions'] : undefined
    if (!Array.isArray(list)) throw new Error(`${file} has no questions`)
    return list.filter(isObject).map((entry) => ({
      id: text(entry['id']),
      api,
      question: text(entry['question']),
      choices: Array.isArray(entry['choices']) ? entry['choices'].map(text) : [],
    }))
  })
}

/** YAML reads an unquoted `201` as a number; a choice is always text. */
function text(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new Error(`a question holds ${JSON.stringify(value)} where text is needed`)
}
