import type { Probe } from './probe.ts'
import type { Question } from './questions.ts'

/** Questions that no program can put to the service, and why. The list may only shrink. */
export const unasked: Readonly<Record<string, string>> = {
  G7: 'a name that stands in no request and no answer; whoever has the published document reads it there',
  R24: 'the service does not tell its edition; `pnpm contracts update` reads the published document every night',
  W17: 'it takes one connection kept idle for 26 hours, longer than any run may last',
}

/** What is wrong with the lists: each question needs either a probe or a reason, and not both. */
export function questionProblems(
  questions: readonly Question[],
  probes: readonly Probe[],
  reasons: Readonly<Record<string, string>>,
): string[] {
  const asks = (id: string) => probes.filter(({ question }) => question === id).length
  const ids = new Set(questions.map(({ id }) => id))
  return [
    ...questions.flatMap(({ id, choices }) => {
      if (asks(id) === 0) return reasons[id] === undefined ? [`question ${id} has neither a probe nor a reason`] : []
      if (reasons[id] !== undefined) return [`question ${id} has a probe; take its reason out`]
      if (asks(id) > 1) return [`question ${id} has ${asks(id)} probes`]
      return choices.length < 2 ? [`question ${id} has a probe, but no two outcomes to tell apart`] : []
    }),
    ...[...probes.map(({ question }) => question), ...Object.keys(reasons)]
      .filter((id) => !ids.has(id))
      .map((id) => `there is no question ${id}`),
  ]
}
