import { type Api, apis } from '../api.ts'
import { findingKey } from '../audit/finding.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { onRuntime } from '../report/figures.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'
import type { TargetName } from '../target/target.ts'

/** What is remembered of one run. */
export type Entry = {
  finishedAt: string
  target: TargetName
  seed: number
  /** See `Verdict`. */
  options: string
  exitCode: ExitCode
  passed: number
  /** The APIs of which a case was run: of the others nothing is known. Absent in runs before this was kept. */
  tried?: Api[]
  /** Ids of cases that cannot hold there and were not run. Absent in runs before this was kept. */
  skipped?: string[]
  /** Ids of failed cases and sentences of run-wide problems. */
  failed: string[]
  findings: string[]
}

/** Oldest first. */
export type History = readonly Entry[]

/** About a year of nights. */
const kept = 400

export function entryOf(verdict: Verdict, finishedAt: Date): Entry {
  const idsOf = (which: (one: CaseVerdict) => boolean) =>
    verdict.cases.filter(which).map((one) => `${one.id}${onRuntime(one, verdict)}`)
  return {
    finishedAt: finishedAt.toISOString(),
    target: verdict.target,
    seed: verdict.seed,
    options: verdict.options,
    exitCode: verdict.exitCode,
    passed: verdict.cases.filter(({ outcome }) => outcome === 'passed').length,
    tried: apis.filter((api) => verdict.cases.some((one) => one.api === api && one.outcome !== 'skipped')),
    skipped: idsOf(({ outcome }) => outcome === 'skipped'),
    failed: [...idsOf(({ outcome }) => failing.includes(outcome)), ...verdict.problems],
    findings: verdict.findings.fresh.map(findingKey),
  }
}

export function remember(history: History, entry: Entry): History {
  return [...history, entry].slice(-kept)
}

export type Change = { appeared: string[]; gone: string[] }

/** What is new and what is fixed since the last run on the same target. */
export function changeSince(history: History, entry: Entry): Change | null {
  const last = history.findLast(({ target }) => target === entry.target)
  if (last === undefined) return null
  const before = [...last.failed, ...last.findings]
  const now = [...entry.failed, ...entry.findings]
  return {
    appeared: now.filter((one) => !before.includes(one)),
    gone: before.filter((one) => !now.includes(one) && couldShow(entry, one)),
  }
}

/**
 * When a failure of the last run began to be there in every run on that target that could show it; null where it was not.
 */
export function failingSince(history: History, failure: string): Entry | null {
  const target = history.at(-1)?.target
  let since: Entry | null = null
  for (const entry of history.toReversed()) {
    const isThere = entry.failed.includes(failure)
    if (entry.target !== target || (!isThere && !couldShow(entry, failure))) continue
    if (!isThere) break
    since = entry
  }
  return since
}

/**
 * Where nothing passed the service was away, where no case of an API was run its host was, and where a case was skipped nobody
 * looked: a failure may be there all the same.
 */
function couldShow({ passed, tried = [...apis], skipped = [] }: Entry, failure: string): boolean {
  // The id of a case begins with it, and so does the second part of a finding.
  const api = apis.find((name) => failure.startsWith(`${name}.`) || failure.includes(` | ${name}.`))
  return passed > 0 && !skipped.includes(failure) && (api === undefined || tried.includes(api))
}

const isRed = ({ exitCode: code }: Entry) => code === exitCode.failed || code === exitCode.drift

/**
 * Whether people should hear of it. One red night may be the weather; two in a row are not. A run that was skipped or
 * wrongly started says nothing either way.
 */
export function alertFor(history: History): 'raise' | 'withdraw' | 'wait' {
  const [last, before] = history.filter((entry) => isRed(entry) || entry.exitCode === exitCode.passed).toReversed()
  if (last === undefined) return 'wait'
  if (!isRed(last)) return 'withdraw'
  return before !== undefined && isRed(before) ? 'raise' : 'wait'
}
