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
  /** The possible answers; the first is the one we adopt. */
  choices: readonly string[]
  /** Whether the sandbox plays each of them: `choices` in the file, where `outcomes` are only told apart by the probe. */
  isPlayed: boolean
}

export function readQuestions(specs: string): Question[] {
  return apis.flatMap((api) => questionsIn(readFileSync(join(specs, api, 'questions.yaml'), 'utf8'), api))
}

/** The questions of one API, from the text of its file. */
export function questionsIn(yaml: string, api: Api): Question[] {
  const parsed = parse(yaml) as Json
  const list = isObject(parsed) ? parsed['questions'] : undefined
  if (!Array.isArray(list)) throw new Error(`the questions of ${api} are no list`)
  return list.filter(isObject).map((entry) => {
    const isPlayed = Array.isArray(entry['choices'])
    const choices = isPlayed ? entry['choices'] : entry['outcomes']
    return {
      id: text(entry['id']),
      api,
      question: text(entry['question']),
      choices: Array.isArray(choices) ? choices.map(text) : [],
      isPlayed,
    }
  })
}

/** YAML reads an unquoted `201` as a number; a choice is always text. */
function text(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new Error(`a question holds ${JSON.stringify(value)} where text is needed`)
}
