import { audit } from '../audit/audit.ts'
import type { Accepted } from '../audit/baseline.ts'
import type { Case } from '../case/define.ts'
import { type Contracts, subjects } from '../contract/contracts.ts'
import { coverage, unprovenClaims } from '../coverage/coverage.ts'
import type { Exemption } from '../coverage/exemptions.ts'
import { seen } from '../coverage/seen.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Target } from '../target/target.ts'
import { truthReport } from '../truth/report.ts'
import { coverageOfTruth } from '../truth/truth.ts'
import { unreachable } from '../truth/unreachable.ts'
import { describeUnhandled } from './describe-problem.ts'
import type { CaseRun, Problem, Run } from './execute.ts'
import type { Lists } from './lists.ts'
import { hindrance } from './rests-on.ts'
import { walk } from './schedule.ts'
import { scrubbing } from './scrub.ts'
import { timingsOf } from './timings.ts'
import { reachVerdict, type Verdict } from './verdict.ts'

export type SessionInput = {
  target: Pick<Target, 'name' | 'bases' | 'defects' | 'rest' | 'answers'>
  contracts: Contracts
  /** Every case there is: coverage is judged on these, whatever was selected. */
  all: readonly Case[]
  selected: readonly Case[]
  lists: Lists
  exemptions: readonly Exemption[]
  baseline: readonly Accepted[]
  seed: number
  /** See `Verdict`. */
  options: string
  /** The runtime that the cases run in. */
  runtime: string
  execute: (testCase: Case) => Promise<Run>
  monotonic: () => number
  onCase?: (run: CaseRun, done: number, total: number) => void
  /** Whether to show which forms of answers were met. */
  measuresTruth?: boolean
  /** Aborted when somebody asks for an end: nothing more is begun. What has begun is for `execute` to end. */
  stop?: AbortSignal
  /** Looks for what the cases left behind, after the last of them; sentences about what it found. */
  sweep?: (exchanges: readonly Exchange[]) => Promise<string[]>
  /** What failed so far that nobody waited for. */
  unhandled?: () => Problem[]
}

/** case → client with a recorder → target → judges → verdict */
export async function runSession(input: SessionInput): Promise<Verdict> {
  const { contracts, target, lists, monotonic } = input
  const began = monotonic()
  const isUnsupported = (testCase: Case) =>
    lists.unsupported.some((entry) => entry.case === testCase.id && entry.targets.includes(target.name))
  const supported = input.selected.filter((testCase) => !isUnsupported(testCase))
  const hindered = supported.map((testCase) => ({ testCase, world: hindrance(testCase.id, target.answers) }))
  const cases = hindered.flatMap(({ testCase, world }) => (world === null ? [testCase] : []))
  const skipped = hindered.flatMap(({ testCase, world }) => (world === null ? [] : [{ case: testCase, world }]))
  const runs: CaseRun[] = []
  await walk(cases, { target, seed: input.seed, stop: input.stop }, async (testCase) => {
    const run = { case: testCase, ...(await input.execute(testCase)) }
    if (run.isCut) return
    runs.push(run)
    input.onCase?.(run, runs.length, cases.length)
  })
  const exchanges = runs.flatMap((run) => run.exchanges)
  const left = (await input.sweep?.(exchanges)) ?? []
  const cut = runs.length < cases.length ? [`the run was stopped after ${runs.length} of ${cases.length} cases`] : []

  const scrubOf = scrubbing(target.name, contracts)
  const unhandled = describeUnhandled(input.unhandled?.() ?? [], scrubOf(exchanges), target.name)
  const examined = runs.map((run) => ({
    run,
    unproven: unprovenClaims(run.case, seen(contracts, target, run.exchanges)),
    findings: audit(contracts, target, run.exchanges),
    scrub: scrubOf(run.exchanges),
  }))
  return reachVerdict(
    {
      target: target.name,
      seed: input.seed,
      runtime: input.runtime,
      options: input.options,
      answers: target.answers,
      complete: cases.length === input.all.length && cut.length === 0,
      durationMs: monotonic() - began,
      defects: [...target.defects(), ...unhandled, ...left, ...cut],
      timings: timingsOf(contracts, target, exchanges),
      truth:
        input.measuresTruth === true && cut.length === 0
          ? truthReport(coverageOfTruth(contracts, target, exchanges), unreachable)
          : null,
    },
    examined,
    skipped,
    coverage(subjects(contracts), input.all, input.exemptions),
    lists,
    input.baseline,
    input.all.map(({ id }) => id),
  )
}
