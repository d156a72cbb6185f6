import type { Probe } from './probe.ts'
import type { Question } from './questions.ts'

/** What is wrong between questions and probes: each question has one probe, and at least two outcomes for it to tell apart. */
export function questionProblems(questions: readonly Question[], probes: readonly Probe[]): string[] {
  const asks = (id: string) => probes.filter(({ question }) => question === id).length
  const ids = new Set(questions.map(({ id }) => id))
  return [
    ...questions.flatMap(({ id, choices }) => {
      if (asks(id) !== 1) return [`question ${id} has ${asks(id) === 0 ? 'no probe' : `${asks(id)} probes`}`]
      return choices.length < 2 ? [`question ${id} has a probe, but no two outcomes to tell apart`] : []
    }),
    ...probes.filter(({ question }) => !ids.has(question)).map(({ question }) => `there is no question ${question}`),
  ]
}
