import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { controls } from '../mutants/control.ts'
import { huntAll } from '../mutants/hunt-all.ts'
import { mutants } from '../mutants/index.ts'
import { hasFailed, huntJson, huntText } from '../mutants/report.ts'
import type { Options } from '../options.ts'
import { createProgress } from '../progress.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { terminalStyle, writeReport } from './common.ts'

/** Proves that the suite can fail: every mutant must be noticed. */
export async function huntMutants(options: Options, selected: readonly Case[]): Promise<ExitCode> {
  const { api } = options
  const progress = createProgress(process.stderr)
  const report = await huntAll({
    mutants: mutants.filter(({ breaks }) => api === null || breaks.some((subject) => subject.startsWith(`${api}.`))),
    // A control runs the cases of its own API; a narrower selection would leave it nothing to run.
    controls: api === null ? controls : [],
    cases: selected,
    contracts: loadContracts(),
    start: (broken) => sandboxTarget(1, {}, broken),
    monotonic: () => performance.now(),
    onMutant: (done, total, mutant) => progress.show(`${done} of ${total}  ${mutant.id}`),
  })
  progress.clear()
  process.stdout.write(huntText(report, terminalStyle()))
  writeReport(options, 'mutants.json', huntJson(report, new Date()))
  return hasFailed(report) ? exitCode.failed : exitCode.passed
}
