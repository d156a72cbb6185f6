/**
 * Which of the possible worlds the sandbox plays where nobody could confirm the truth: a choice per question of
 * `specs/<api>/questions.yaml`. What is not answered takes the question's default, its first choice.
 */
export class Answers {
  readonly #choices: ReadonlyMap<string, string>

  constructor(choices: Readonly<Record<string, string>> = {}) {
    this.#choices = new Map(Object.entries(choices))
  }

  /** The choice for a question, or `fallback` (the default world) when nothing was chosen. */
  get(questionId: string, fallback: string): string {
    return this.#choices.get(questionId) ?? fallback
  }

  entries(): readonly (readonly [string, string])[] {
    return [...this.#choices]
  }
}
