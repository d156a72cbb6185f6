import { findingKey } from '../audit/finding.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { onRuntime } from '../report/figures.ts'
import { failing } from '../run/outcome.ts'
import type { Verdict } from '../run/verdict.ts'
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
  /** Ids of failed cases and sentences of run-wide problems. */
  failed: string[]
  findings: string[]
}

/** Oldest first. */
export type History = readonly Entry[]

/** About a year of nights. */
const kept = 400

export function entryOf(verdict: Verdict, finishedAt: Date): Entry {
  return {
    finishedAt: finishedAt.toISOString(),
    target: verdict.target,
    seed: verdict.seed,
    options: verdict.options,
    exitCode: verdict.exitCode,
    passed: verdict.cases.filter(({ outcome }) => outcome === 'passed').length,
    failed: [
      ...verdict.cases
        .filter(({ outcome }) => failing.includes(outcome))
        .map((one) => `${one.id}${onRuntime(one, verdict)}`),
      ...verdict.problems,
    ],
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
  return { appeared: now.filter((one) => !before.includes(one)), gone: before.filter((one) => !now.includes(one)) }
}

/**
 * When a failure of the last run began to be there in every run on that target; null where it was not. A run in which nothing
 * passed, since the service was away, tells of no case whether it would have failed.
 */
export function failingSince(history: History, failure: string): Entry | null {
  const target = history.at(-1)?.target
  let since: Entry | null = null
  for (const entry of history.toReversed()) {
    const isThere = entry.failed.includes(failure)
    if (entry.target !== target || (entry.passed === 0 && !isThere)) continue
    if (!isThere) break
    since = entry
  }
  return since
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
