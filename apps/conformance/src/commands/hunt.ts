import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { controls } from '../mutants/control.ts'
import { concerns } from '../mutants/hunt.ts'
import { huntAll } from '../mutants/hunt-all.ts'
import { mutants } from '../mutants/index.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { hasFailed, huntJson, huntText } from '../mutants/report.ts'
import type { Options } from '../options.ts'
import { describeUnhandled } from '../run/describe-problem.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { terminalStyle, writeReport } from './common.ts'
import { watched } from './watched.ts'

/** Proves that the suite can fail: every mutant must be noticed. */
export async function huntMutants(options: Options, selected: readonly Case[]): Promise<ExitCode> {
  // Of the whole suite even a mutant that no case is about has to be noticed; a part of it answers for what it is about, and the
  // cases of one API for the faults of that one.
  const isWhole = selected.length === cases.length
  const isOfApi = ({ breaks }: Mutant) => breaks.some((subject) => subject.startsWith(`${options.api ?? ''}.`))
  const isWanted = (mutant: Mutant) =>
    isWhole || ((options.api === null || isOfApi(mutant)) && selected.some((testCase) => concerns(testCase, mutant)))
  return await watched(options, async ({ progress, stop, takeUnhandled }) => {
    const report = await huntAll({
      mutants: mutants.filter(isWanted),
      controls: controls.filter(isWanted),
      cases: selected,
      contracts: loadContracts(),
      start: (broken) => sandboxTarget(1, {}, broken),
      monotonic: () => performance.now(),
      onMutant: (done, total, mutant) => progress.show(`${done} of ${total}  ${mutant.id}`),
      stop,
      problems: () => describeUnhandled(takeUnhandled(), (text) => text, 'sandbox'),
    })
    progress.clear()
    process.stdout.write(huntText(report, terminalStyle()))
    writeReport(options, 'mutants.json', huntJson(report, new Date()))
    return hasFailed(report) ? exitCode.failed : exitCode.passed
  })
}
