import type { Api } from '../api.ts'
import { type Accepted, againstBaseline, type Judged } from '../audit/baseline.ts'
import { type Finding, findingKey } from '../audit/finding.ts'
import type { Case } from '../case/define.ts'
import type { Coverage } from '../coverage/coverage.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { redactedCurl } from '../report/curl.ts'
import type { KnownAnswers } from '../target/client-settings.ts'
import { isLive, type TargetName } from '../target/target.ts'
import { type TruthReport, wanted } from '../truth/report.ts'
import { describeProblem } from './describe-problem.ts'
import type { CaseRun } from './execute.ts'
import type { Lists } from './lists.ts'
import { failing, type Outcome, outcomeOf, strayEntries } from './outcome.ts'
import { restsOn } from './rests-on.ts'
import type { Scrub } from './scrub.ts'
import type { Timing } from './timings.ts'

export type CaseVerdict = {
  id: string
  runtime: string
  title: string
  api: Api
  covers: readonly string[]
  refuses: readonly string[]
  permutation: Readonly<Record<string, string>>
  outcome: Outcome
  message: string | null
  detail: string | null
  /** The last request of a failed case, as a command with its secrets left out. */
  curl: string | null
  durationMs: number
  exchanges: number
}

export type FindingVerdict = Finding & { cases: string[] }

export type Verdict = {
  target: TargetName
  seed: number
  /** What else repeats this run, as options of the command line: the world it was in, and how far it could go. */
  options: string
  /** The runtimes that the cases ran in; the first is the runner's own. */
  runtimes: string[]
  complete: boolean
  cases: CaseVerdict[]
  coverage: Coverage
  findings: { fresh: FindingVerdict[]; known: FindingVerdict[]; gone: Accepted[] }
  /** What fails the run without belonging to a case, in plain sentences. */
  problems: string[]
  /** Of the answers in the first runtime. */
  timings: Timing[]
  /** Which forms of answers were met; null where it was not measured, which is anywhere but on the whole sandbox. */
  truth: TruthReport | null
  durationMs: number
  exitCode: ExitCode
}

/** One case after its run, its claims checked and its exchanges audited. */
export type Examined = { run: CaseRun; unproven: string[]; findings: Finding[]; scrub: Scrub }

/** A case that was not run, since it cannot hold in the world that the target is in. */
export type Skipped = { case: Case; world: string }

export type RunFacts = {
  target: TargetName
  seed: number
  options: string
  runtime: string
  /** How the target answers the open questions, where that is known. */
  answers: KnownAnswers
  /** Every case ran, with nothing selected away. */
  complete: boolean
  durationMs: number
  /** What went wrong outside the cases: inside the target, in what was left behind, or by an early end. */
  defects: readonly string[]
  timings: Timing[]
  truth: TruthReport | null
}

/** Puts everything a run found together and decides what it comes to. */
export function reachVerdict(
  facts: RunFacts,
  examined: readonly Examined[],
  skipped: readonly Skipped[],
  coverage: Coverage,
  lists: Lists,
  baseline: readonly Accepted[],
  knownIds: readonly string[],
): Verdict {
  const cases = [
    ...examined.map((one) => judgeCase(one, lists, facts)),
    ...skipped.map((one) => skippedCase(one, facts)),
  ].sort((a, b) => a.id.localeCompare(b.id, 'en'))
  const everyFinding = examined.flatMap(({ findings }) => findings)
  const judged = againstBaseline(everyFinding, baseline, facts.target, facts.complete)
  const findings = { ...withCases(judged, examined), gone: judged.gone }
  const problems = [
    ...facts.defects,
    ...truthProblems(facts.truth),
    ...coverageProblems(coverage),
    ...listProblems(lists, knownIds),
    ...goneProblems(judged),
  ]
  const code = codeOf(cases, problems, findings.fresh)
  const { defects: _, answers: __, runtime, ...kept } = facts
  return { ...kept, runtimes: [runtime], cases, coverage, findings, problems, exitCode: code }
}

/** The last request before it failed says most about a failure; on UAT without its body. */
function lastRequest({ problem, exchanges, failedAfter }: CaseRun, target: TargetName): string | null {
  const last = exchanges.slice(0, failedAfter).findLast((exchange) => exchange.kind === 'http')
  return problem === null || last === undefined ? null : redactedCurl(last, isLive(target))
}

function codeOf(cases: readonly CaseVerdict[], problems: readonly string[], drift: readonly Finding[]): ExitCode {
  if (problems.length > 0 || cases.some(({ outcome }) => failing.includes(outcome))) return exitCode.failed
  if (drift.length > 0) return exitCode.drift
  const isSkipped = cases.length > 0 && cases.every(({ outcome }) => outcome === 'skipped')
  return isSkipped ? exitCode.skipped : exitCode.passed
}

function judgeCase({ run, unproven, scrub }: Examined, lists: Lists, facts: RunFacts): CaseVerdict {
  const { target, runtime } = facts
  const { id, title, api, covers, refuses, permutation } = run.case
  const failure = run.problem === null ? (unproven[0] ?? null) : describeProblem(run.problem, scrub, target)
  const outcome = outcomeOf(lists, target, id, failure === null)
  const message = failure === null ? null : `${failure}${unasked(id, facts)}`
  return {
    id,
    runtime,
    title,
    api,
    covers,
    refuses,
    permutation,
    outcome,
    message: outcome === 'fixed' ? 'the case passes: take it off the list of known failures' : message,
    detail: run.problem?.detail ?? null,
    curl: lastRequest(run, target),
    durationMs: run.durationMs,
    exchanges: run.exchanges.length,
  }
}

function skippedCase({ case: testCase, world }: Skipped, { runtime }: RunFacts): CaseVerdict {
  const { id, title, api, covers, refuses, permutation } = testCase
  const [question, choice] = world.split('=')
  const about = { id, runtime, title, api, covers, refuses, permutation, outcome: 'skipped' as const }
  const message = `question ${question}, on which this rests, is answered ${choice} here`
  return { ...about, message, detail: null, curl: null, durationMs: 0, exchanges: 0 }
}

/** What a failure on a live service may also be: the answer to a question that nobody has asked it. */
function unasked(id: string, { target, answers }: RunFacts): string {
  const questions = restsOn(id).filter((question) => answers[question] === undefined)
  if (!isLive(target) || questions.length === 0) return ''
  const ask = `pnpm conformance --target ${target} --probes --case ${questions.join(' ')}`
  return `\nIt rests on ${questions.join(' and ')}, whose answer here is not known: \`${ask}\` asks`
}

function withCases(
  judged: Judged,
  examined: readonly Examined[],
): { fresh: FindingVerdict[]; known: FindingVerdict[] } {
  const merge = (findings: readonly Finding[]) => {
    const merged = new Map<string, FindingVerdict>()
    for (const finding of findings) merged.set(findingKey(finding), { ...finding, cases: [] })
    for (const { run, findings } of examined) {
      for (const finding of findings) merged.get(findingKey(finding))?.cases.push(run.case.id)
    }
    return [...merged.values()]
  }
  return { fresh: merge(judged.fresh), known: merge(judged.known) }
}

function coverageProblems(coverage: Coverage): string[] {
  const gaps = coverage.apis.flatMap(({ gaps }) => gaps)
  return [
    ...gaps.map(
      ({ subject, missing }) =>
        `${subject} has no case that shows ${missing === 'answer' ? 'it answered' : 'it refused'}, and no listed reason`,
    ),
    ...coverage.unknown.map(({ case: id, subject }) => `case ${id} names ${subject}, which the contract does not have`),
    ...coverage.needless.map(
      ({ subject, missing }) => `the exemption of ${subject} (${missing}) is no longer needed: remove it`,
    ),
  ]
}

function truthProblems(truth: TruthReport | null): string[] {
  return (truth?.rows ?? [])
    .filter(({ share }) => share < wanted)
    .map(({ api, share }) => `only ${share} % of the forms that ${api} can answer in were met; ${wanted} % are wanted`)
}

function listProblems(lists: Lists, ids: readonly string[]): string[] {
  return strayEntries(lists, ids).map((id) => `the lists name case ${id}, which does not exist`)
}

function goneProblems({ gone }: Judged): string[] {
  return gone.map(({ key }) => `an accepted finding did not appear; remove it from the baseline: ${key}`)
}

/** The figures that `tools/line/count.ts` adds up: cases and run-wide problems alike. */
export function summary(verdict: Verdict): {
  passed: number
  failed: number
  knownFailing: number
  flaky: number
  skipped: number
  findings: number
} {
  const count = (outcome: Outcome) => verdict.cases.filter((one) => one.outcome === outcome).length
  const drift = verdict.exitCode === exitCode.drift ? 1 : 0
  return {
    passed: count('passed'),
    failed: count('failed') + count('fixed') + verdict.problems.length + drift,
    knownFailing: count('known-failing'),
    flaky: count('flaky'),
    skipped: count('skipped'),
    findings: verdict.findings.fresh.length,
  }
}
