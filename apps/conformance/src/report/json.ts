import { summary, type Verdict } from '../run/verdict.ts'
import { replayCommand } from './figures.ts'

/** The report for programs. `format` changes when a reader would have to. It holds shapes and verdicts, never a body. */
export function jsonReport(verdict: Verdict, finishedAt: Date): string {
  return `${JSON.stringify(
    {
      format: 'truemarkets-conformance/1',
      finishedAt: finishedAt.toISOString(),
      target: verdict.target,
      seed: verdict.seed,
      options: verdict.options,
      runtimes: verdict.runtimes,
      complete: verdict.complete,
      durationMs: Math.round(verdict.durationMs),
      exitCode: verdict.exitCode,
      summary: summary(verdict),
      problems: verdict.problems,
      coverage: verdict.coverage.apis,
      cases: verdict.cases.map((one) => ({
        ...one,
        durationMs: Math.round(one.durationMs),
        replay: replayCommand(verdict, one),
      })),
      findings: verdict.findings.fresh,
      knownFindings: verdict.findings.known,
      timings: verdict.timings,
      truth: verdict.truth,
    },
    null,
    2,
  )}\n`
}
