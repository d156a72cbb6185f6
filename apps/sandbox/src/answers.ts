import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isRecord, textAt } from './server/record.ts'

/**
 * Which of the possible worlds the sandbox plays where nobody could confirm the truth: one choice for each question of
 * `specs/<api>/questions.yaml` that has any. What is not answered takes the question's default, its first choice.
 */
export class Answers {
  readonly #choices: ReadonlyMap<string, string>

  /** Throws when a question does not exist or does not offer the choice. */
  constructor(choices: Readonly<Record<string, string>> = {}) {
    const questions = Object.keys(choices).length === 0 ? NO_QUESTIONS : readQuestions()
    for (const [id, choice] of Object.entries(choices)) {
      const offered = questions.get(id)
      if (offered === undefined) {
        throw new RangeError(
          `There is no open question ${id} with choices; they are ${[...questions.keys()].join(', ')}.`,
        )
      }
      if (!offered.includes(choice)) {
        throw new RangeError(`Question ${id} offers ${offered.join(', ')}; "${choice}" is none of them.`)
      }
    }
    this.#choices = new Map(Object.entries(choices))
  }

  /** The choice made for a question, or `fallback`, the world played when nothing was chosen. */
  get(questionId: string, fallback: string): string {
    return this.#choices.get(questionId) ?? fallback
  }

  entries(): readonly (readonly [string, string])[] {
    return [...this.#choices]
  }
}

const NO_QUESTIONS: ReadonlyMap<string, readonly string[]> = new Map()

/** Every open question that the sandbox can act out, with its choices. */
export function readQuestions(): ReadonlyMap<string, readonly string[]> {
  const specs = new URL('../../../specs/', import.meta.url)
  const found = new Map<string, readonly string[]>()
  for (const entry of readdirSync(specs, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('questions.yaml')) continue
    const document: unknown = parse(readFileSync(new URL(entry, specs), 'utf8'))
    const questions = isRecord(document) ? document['questions'] : undefined
    for (const question of Array.isArray(questions) ? questions : []) {
      const id = textAt(question, 'id')
      const choices: unknown = isRecord(question) ? question['choices'] : undefined
      if (id !== undefined && Array.isArray(choices)) found.set(id, choices.map(String))
    }
  }
  return found
}
