import { audit } from '../audit/audit.ts'
import type { Accepted } from '../audit/baseline.ts'
import type { Case } from '../case/define.ts'
import { type Contracts, subjects } from '../contract/contracts.ts'
import { coverage, unprovenClaims } from '../coverage/coverage.ts'
import type { Exemption } from '../coverage/exemptions.ts'
import { seen } from '../coverage/seen.ts'
import type { Target } from '../target/target.ts'
import { type CaseRun, executeCase, type Open } from './execute.ts'
import type { Lists } from './lists.ts'
import { createRandom } from './random.ts'
import { inLanes, schedule } from './schedule.ts'
import { reachVerdict, type Verdict } from './verdict.ts'

export type SessionInput = {
  target: Pick<Target, 'name' | 'bases' | 'slowness' | 'defects'>
  contracts: Contracts
  /** Every case there is: coverage is judged on these, whatever was selected. */
  all: readonly Case[]
  selected: readonly Case[]
  lists: Lists
  exemptions: readonly Exemption[]
  baseline: readonly Accepted[]
  seed: number
  open: Open
  monotonic: () => number
  onCase?: (run: CaseRun, done: number, total: number) => void
}

/** case → client with a recorder → target → judges → verdict */
export async function runSession(input: SessionInput): Promise<Verdict> {
  const { contracts, target, lists, monotonic } = input
  const began = monotonic()
  const isUnsupported = (testCase: Case) =>
    lists.unsupported.some((entry) => entry.case === testCase.id && entry.targets.includes(target.name))
  const cases = input.selected.filter((testCase) => !isUnsupported(testCase))
  const runs: CaseRun[] = []
  const execute = async (testCase: Case) => {
    const run = await executeCase(testCase, input.open, { monotonic, slowness: target.slowness })
    runs.push(run)
    input.onCase?.(run, runs.length, cases.length)
  }
  const stages = schedule(cases, createRandom(input.seed, 'order'), target.name)
  for (const stage of stages) await inLanes(stage.cases, stage.lanes, execute)

  const examined = runs.map((run) => ({
    run,
    unproven: unprovenClaims(run.case, seen(contracts, target, run.exchanges)),
    findings: audit(contracts, target, run.exchanges),
  }))
  return reachVerdict(
    {
      target: target.name,
      seed: input.seed,
      complete: input.selected.length === input.all.length,
      durationMs: monotonic() - began,
      defects: target.defects(),
    },
    examined,
    coverage(subjects(contracts), input.all, input.exemptions),
    lists,
    input.baseline,
    input.all.map(({ id }) => id),
  )
}
