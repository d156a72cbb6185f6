import { type Api, apis } from '../api.ts'
import type { ApiCoverage } from '../coverage/coverage.ts'
import { exitCode } from '../exit-code.ts'
import { failing } from '../run/outcome.ts'
import { type CaseVerdict, summary, type Verdict } from '../run/verdict.ts'
import type { TargetName } from '../target/target.ts'

/** One line of the table that every report shows: an API and how it did. */
export type ApiFigures = {
  api: Api
  /** Those that were tried, and those that were not. */
  cases: number
  skipped: number
  passed: number
  failed: number
  exchanges: number
  findings: number
  durationMs: number
  /** Operations or messages that a case has shown answered in this run, and those that one has shown refused. */
  answered: number
  refused: number
  coverage: ApiCoverage
}

export function apiFigures(verdict: Verdict): ApiFigures[] {
  const good = verdict.cases.filter(({ outcome }) => outcome === 'passed')
  return apis.map((api) => {
    const shown = (claim: 'covers' | 'refuses') =>
      new Set(good.flatMap((one) => one[claim]).filter((subject) => subject.startsWith(`${api}.`))).size
    const own = verdict.cases.filter((one) => one.api === api)
    const cases = own.filter(({ outcome }) => outcome !== 'skipped')
    const coverage = verdict.coverage.apis.find((one) => one.api === api)
    if (coverage === undefined) throw new Error(`no coverage was worked out for ${api}`)
    return {
      api,
      cases: cases.length,
      skipped: own.length - cases.length,
      passed: cases.filter(({ outcome }) => outcome === 'passed').length,
      failed: cases.filter(({ outcome }) => failing.includes(outcome)).length,
      exchanges: cases.reduce((sum, { exchanges }) => sum + exchanges, 0),
      findings: verdict.findings.fresh.filter((finding) => finding.api === api).length,
      durationMs: cases.reduce((sum, { durationMs }) => sum + durationMs, 0),
      answered: shown('covers'),
      refused: shown('refuses'),
      coverage,
    }
  })
}

/** Where a few cases were chosen, the APIs they leave alone say nothing new. */
export const isWorthTelling = ({ cases, skipped, coverage }: ApiFigures): boolean =>
  cases + skipped > 0 || coverage.gaps.length > 0

/** How the run went, in the words of the terminal and of the page. */
export function tally(verdict: Verdict): string[] {
  const { passed, failed: counted, findings, knownFailing, skipped } = summary(verdict)
  // Drift counts as one failure for those who only count; here it has its own words.
  const failed = verdict.exitCode === exitCode.drift ? counted - 1 : counted
  return [
    `${passed} passed`,
    `${failed} failed`,
    ...(knownFailing > 0 ? [`${knownFailing} known failing`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    count(findings, 'audit finding'),
  ]
}

/** A target as a sentence has it. */
export const targetNames: Readonly<Record<TargetName, string>> = {
  sandbox: 'the sandbox',
  uat: 'UAT',
  production: 'production',
}

/** The command that runs one case again as it was. */
export function replayCommand(
  { options, seed, runtimes }: Pick<Verdict, 'options' | 'seed' | 'runtimes'>,
  { id, runtime }: Pick<CaseVerdict, 'id' | 'runtime'>,
): string {
  const elsewhere = runtime === runtimes[0] ? '' : `--runtime ${runtime}`
  return ['pnpm conformance', options, elsewhere, `--case ${id}`, `--seed ${seed}`]
    .filter((part) => part !== '')
    .join(' ')
}

/** Words for the runtime of a case, where several were tried. */
export const onRuntime = (
  { runtime }: Pick<CaseVerdict, 'runtime'>,
  { runtimes }: Pick<Verdict, 'runtimes'>,
): string => (runtimes.length > 1 ? ` on ${runtime}` : '')

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 9_950 ? 1 : 0)} s`
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
