import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isRecord, textAt } from './server/record.ts'

/**
 * Which of the possible worlds the sandbox plays where nobody could confirm the truth: one choice for any question of
 * `specs/<api>/questions.yaml`. What is not answered takes the question's default, its first choice.
 */
export class Answers {
  readonly #choices: ReadonlyMap<string, string>
  /** Whether the contract is wrong in this world: then an answer that breaks it is what was asked for. */
  readonly isDrift: boolean

  /** Throws when a question does not exist or does not offer the choice. */
  constructor(choices: Readonly<Record<string, string>> = {}) {
    const questions = Object.keys(choices).length === 0 ? NO_QUESTIONS : readQuestions()
    for (const [id, choice] of Object.entries(choices)) {
      const offered = questions.get(id)?.choices
      if (offered === undefined) {
        throw new RangeError(`There is no open question ${id}; they are ${[...questions.keys()].join(', ')}.`)
      }
      if (!offered.includes(choice)) {
        throw new RangeError(`Question ${id} offers ${offered.join(', ')}; "${choice}" is none of them.`)
      }
    }
    this.#choices = new Map(Object.entries(choices))
    this.isDrift = this.entries().some(([id, choice]) => questions.get(id)?.drift.includes(choice) === true)
  }

  /** The choice made for a question, or `fallback`, the world played when nothing was chosen. */
  get(questionId: string, fallback: string): string {
    return this.#choices.get(questionId) ?? fallback
  }

  entries(): readonly (readonly [string, string])[] {
    return [...this.#choices]
  }
}

export interface OpenQuestion {
  readonly choices: readonly string[]
  /** The choices in whose worlds an answer may break the contract. */
  readonly drift: readonly string[]
}

const NO_QUESTIONS: ReadonlyMap<string, OpenQuestion> = new Map()

/** Every open question, by id. */
export function readQuestions(): ReadonlyMap<string, OpenQuestion> {
  const specs = new URL('../../../specs/', import.meta.url)
  const found = new Map<string, OpenQuestion>()
  for (const entry of readdirSync(specs, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('questions.yaml')) continue
    const document: unknown = parse(readFileSync(new URL(entry, specs), 'utf8'))
    const questions = isRecord(document) ? document['questions'] : undefined
    for (const question of Array.isArray(questions) ? questions.filter(isRecord) : []) {
      const id = textAt(question, 'id')
      if (id !== undefined) found.set(id, { choices: words(question['choices']), drift: words(question['drift']) })
    }
  }
  return found
}

/** YAML reads an unquoted `201` as a number; a choice is always text. */
function words(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : []
}
