import { type Api, apis } from '../api.ts'
import type { ApiCoverage } from '../coverage/coverage.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'

/** One line of the table that every report shows: an API and how it did. */
export type ApiFigures = {
  api: Api
  cases: number
  passed: number
  failed: number
  exchanges: number
  findings: number
  durationMs: number
  coverage: ApiCoverage
}

export function apiFigures(verdict: Verdict): ApiFigures[] {
  return apis.map((api) => {
    const cases = verdict.cases.filter((one) => one.api === api)
    const coverage = verdict.coverage.apis.find((one) => one.api === api)
    if (coverage === undefined) throw new Error(`no coverage was worked out for ${api}`)
    return {
      api,
      cases: cases.length,
      passed: cases.filter(({ outcome }) => outcome === 'passed').length,
      failed: cases.filter(({ outcome }) => failing.includes(outcome)).length,
      exchanges: cases.reduce((sum, { exchanges }) => sum + exchanges, 0),
      findings: verdict.findings.fresh.filter((finding) => finding.api === api).length,
      durationMs: cases.reduce((sum, { durationMs }) => sum + durationMs, 0),
      coverage,
    }
  })
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
