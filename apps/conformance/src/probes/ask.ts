import type { Case } from '../case/define.ts'
import { executeCase, type Open, type Pace } from '../run/execute.ts'
import type { Observation, Probe } from './probe.ts'
import type { Question } from './questions.ts'

export type Verdict = 'confirmed' | 'contradicted' | 'undetermined'

export type Asked = { question: Question; verdict: Verdict; choice: string | null; evidence: string }

/** Puts one question to the target. What goes wrong on the way leaves it undetermined, with the reason as evidence. */
export async function ask(question: Question, probe: Probe | undefined, open: Open, pace: Pace): Promise<Asked> {
  if (probe === undefined) return { question, verdict: 'undetermined', choice: null, evidence: 'no probe is written' }
  let seen: Observation = { choice: null, evidence: 'the probe did not end' }
  const run = await executeCase(
    asCase(question, probe, (observation) => void (seen = observation)),
    open,
    pace,
  )
  if (run.problem !== null && seen.choice === null)
    seen = { choice: null, evidence: run.problem.message.split('\n')[0] ?? '' }
  return { question, verdict: verdictOn(question, seen.choice), ...seen }
}

function verdictOn({ choices }: Question, choice: string | null): Verdict {
  if (choice === null || !choices.includes(choice)) return 'undetermined'
  return choice === choices[0] ? 'confirmed' : 'contradicted'
}

/** A probe runs as a case does: recorded, timed, cleaned up after. */
function asCase(question: Question, probe: Probe, report: (observation: Observation) => void): Case {
  return {
    id: `probe.${question.id}`,
    title: question.question,
    api: question.api,
    covers: [],
    refuses: [],
    needs: probe.needs,
    touches: probe.touches,
    permutation: {},
    exclusive: true,
    timeoutMs: 30_000,
    run: async (context) => report(await probe.run(context)),
  }
}

/**
 * What to change when the default is contradicted: the choice that was seen becomes the first, which is the default.
 * Null when nothing needs to change.
 */
export function suggestion({ question, verdict, choice }: Asked): string | null {
  if (verdict !== 'contradicted' || choice === null) return null
  const others = question.choices.filter((other) => other !== choice)
  const line = (choices: readonly string[]) => `    choices: [${choices.join(', ')}]`
  return [
    `--- specs/${question.api}/questions.yaml`,
    `+++ specs/${question.api}/questions.yaml`,
    `@@ ${question.id} @@`,
    `-${line(question.choices)}`,
    `+${line([choice, ...others])}`,
  ].join('\n')
}
