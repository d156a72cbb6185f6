import type { Probe } from './probe.ts'
import type { Question } from './questions.ts'

/** What is wrong with questions and probes: each question has one probe, and at least two choices for it to tell apart. */
export function questionProblems(questions: readonly Question[], probes: readonly Probe[]): string[] {
  const asks = (id: string) => probes.filter(({ question }) => question === id).length
  const ids = new Set(questions.map(({ id }) => id))
  return [
    ...questions.flatMap(({ id, choices, drift }) => {
      if (asks(id) !== 1) return [`question ${id} has ${asks(id) === 0 ? 'no probe' : `${asks(id)} probes`}`]
      if (choices.length < 2) return [`question ${id} has a probe, but no two choices to tell apart`]
      return drift
        .filter((choice) => !choices.includes(choice))
        .map((choice) => `the drift of question ${id} names ${choice}, which is no choice of it`)
    }),
    ...probes.filter(({ question }) => !ids.has(question)).map(({ question }) => `there is no question ${question}`),
  ]
}
