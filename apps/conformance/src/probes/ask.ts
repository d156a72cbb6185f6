import type { Touch } from '../case/needs.ts'
import type { Exchange } from '../record/exchange.ts'
import { executeCase, type Open, type Pace, type Problem } from '../run/execute.ts'
import { isWithin } from '../run/select.ts'
import { isLive, type TargetName } from '../target/target.ts'
import type { ProbePatience } from './patience.ts'
import { noneOfThese, type Observation, type Probe } from './probe.ts'
import type { Question } from './questions.ts'

/** `unforeseen` where the target answered in none of the ways that the question offers: then it needs another choice. */
export type Verdict = 'confirmed' | 'contradicted' | 'unforeseen' | 'undetermined'

/** Without a choice where none of them was seen. */
export type Asked = { question: Question; verdict: Verdict; choice: string | null; evidence: string }

/** What a failure says, without anything that was exchanged with a live service. */
export type Describe = (problem: Problem, exchanges: readonly Exchange[]) => string

/**
 * Puts one question to the target, as a case is run: recorded, timed, cleaned up after. What goes wrong on the way leaves it
 * undetermined, with the reason as evidence. Null where it was stopped in the middle.
 */
export async function ask(
  question: Question,
  probe: Probe,
  open: Open,
  pace: Pick<Pace, 'monotonic' | 'slowness'>,
  patience: ProbePatience,
  describe: Describe,
): Promise<Asked | null> {
  let seen: Observation = { choice: null, evidence: 'the probe did not end' }
  const run = await executeCase(
    {
      id: `probe.${question.id}`,
      touches: probe.touches,
      timeoutMs: 30_000 + (probe.isPatient === true ? patience.forMs : 0),
      run: async (context) => {
        seen = await probe.run(context, patience)
      },
    },
    open,
    // One that watches looks at the signal itself, and tells what it has seen until then.
    probe.isPatient === true ? pace : { ...pace, stop: patience.stop },
  )
  if (run.isCut) return null
  if (run.problem !== null && seen.choice === null)
    seen = { choice: null, evidence: describe(run.problem, run.exchanges).split('\n')[0] ?? '' }
  const verdict = verdictOn(question, seen.choice)
  return { question, verdict, choice: verdict === 'unforeseen' ? null : seen.choice, evidence: seen.evidence }
}

export const undetermined = (question: Question, evidence: string): Asked => ({
  question,
  verdict: 'undetermined',
  choice: null,
  evidence,
})

/** Why a probe is not sent to this target; null when it is. */
export function reasonToSpare(probe: Probe, target: TargetName, most: Touch): string | null {
  if (isLive(target) && probe.sandboxOnly !== undefined) return `asked on the sandbox only: ${probe.sandboxOnly}`
  return isWithin(probe.touches, most) ? null : `not asked: it takes --touch ${probe.touches}`
}

function verdictOn({ choices }: Question, choice: string | null): Verdict {
  if (choice === noneOfThese) return 'unforeseen'
  if (choice === null || !choices.includes(choice)) return 'undetermined'
  return choice === choices[0] ? 'confirmed' : 'contradicted'
}
