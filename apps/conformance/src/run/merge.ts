import { findingKey } from '../audit/finding.ts'
import { exitCode } from '../exit-code.ts'
import type { FindingVerdict, Verdict } from './verdict.ts'

/** One verdict on several runs of the same cases, each in another runtime. The first gives what does not depend on the runtime. */
export function mergeVerdicts(first: Verdict, others: readonly Verdict[]): Verdict {
  const all = [first, ...others]
  const codes = all.map(({ exitCode: code }) => code)
  return {
    ...first,
    runtimes: all.flatMap(({ runtimes }) => runtimes),
    complete: all.every(({ complete }) => complete),
    durationMs: all.reduce((sum, { durationMs }) => sum + durationMs, 0),
    cases: all.flatMap(({ cases }) => cases),
    findings: {
      fresh: together(all.flatMap(({ findings }) => findings.fresh)),
      known: together(all.flatMap(({ findings }) => findings.known)),
      gone: first.findings.gone,
    },
    problems: [
      ...first.problems,
      ...others.flatMap(({ runtimes, problems }) =>
        problems.filter((problem) => !first.problems.includes(problem)).map((problem) => `${runtimes[0]}: ${problem}`),
      ),
    ],
    exitCode: codes.includes(exitCode.failed)
      ? exitCode.failed
      : (codes.find((code) => code !== exitCode.passed) ?? exitCode.passed),
  }
}

function together(findings: readonly FindingVerdict[]): FindingVerdict[] {
  const merged = new Map<string, FindingVerdict>()
  for (const finding of findings) {
    const earlier = merged.get(findingKey(finding))
    merged.set(findingKey(finding), { ...finding, cases: [...(earlier?.cases ?? []), ...finding.cases] })
  }
  return [...merged.values()]
}
