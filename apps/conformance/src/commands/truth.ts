import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { createProgress } from '../progress.ts'
import { exchangesOf } from '../run/exchanges.ts'
import { listenForInterruption } from '../run/interruption.ts'
import { isEnough, truthReport, truthText } from '../truth/report.ts'
import { coverageOfTruth } from '../truth/truth.ts'
import { unreachable } from '../truth/unreachable.ts'
import { type Surroundings, seedOf, startTarget, terminalStyle, writeReport } from './common.ts'

/** Runs every case and shows which forms of answers the suite has really met. */
export async function measureTruth(
  options: Options,
  selected: readonly Case[],
  around: Surroundings,
): Promise<ExitCode> {
  const progress = createProgress(process.stderr)
  const interruption = listenForInterruption()
  const target = await startTarget(options, around)
  try {
    const exchanges = await exchangesOf({
      target,
      cases: selected,
      seed: seedOf(options),
      monotonic: () => performance.now(),
      onCase: progress.show,
      stop: interruption.stop,
    })
    progress.clear()
    if (interruption.stop.aborted) {
      process.stderr.write('Nothing was measured: what the first cases do not meet, the others may.\n')
      return exitCode.failed
    }
    const report = truthReport(coverageOfTruth(loadContracts(), target, exchanges), unreachable)
    process.stdout.write(truthText(report, terminalStyle()))
    writeReport(options, 'truth.json', `${JSON.stringify({ format: 'truemarkets-truth/1', ...report }, null, 2)}\n`)
    return isEnough(report) ? exitCode.passed : exitCode.failed
  } finally {
    progress.clear()
    interruption.forget()
    await target.close()
  }
}
