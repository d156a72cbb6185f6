import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { describeUnhandled } from '../run/describe-problem.ts'
import { exchangesOf } from '../run/exchanges.ts'
import type { Target } from '../target/target.ts'
import { isEnough, truthReport, truthText } from '../truth/report.ts'
import { coverageOfTruth } from '../truth/truth.ts'
import { unreachable } from '../truth/unreachable.ts'
import { type Surroundings, seedOf, startTarget, terminalStyle, writeReport } from './common.ts'
import { type Watch, watched } from './watched.ts'

/** Runs every case and shows which forms of answers the suite has really met. */
export const measureTruth = (options: Options, selected: readonly Case[], around: Surroundings): Promise<ExitCode> =>
  watched(options, async (watch) => {
    const target = await startTarget(options, around)
    try {
      return await measureOn(target, options, selected, watch)
    } finally {
      await target.close()
    }
  })

async function measureOn(
  target: Target,
  options: Options,
  selected: readonly Case[],
  { progress, stop, takeUnhandled }: Watch,
): Promise<ExitCode> {
  const exchanges = await exchangesOf({
    target,
    cases: selected,
    seed: seedOf(options),
    monotonic: () => performance.now(),
    onCase: progress.show,
    stop,
  })
  progress.clear()
  if (stop.aborted) {
    process.stderr.write('Nothing was measured: what the first cases do not meet, the others may.\n')
    return exitCode.failed
  }
  const report = truthReport(coverageOfTruth(loadContracts(), target, exchanges), unreachable)
  const problems = describeUnhandled(takeUnhandled(), (text) => text, target.name)
  const style = terminalStyle()
  process.stdout.write(truthText(report, style) + problems.map((one) => style.red(`  ✗ ${one}\n`)).join(''))
  const written = { format: 'truemarkets-truth/2', ...report, problems }
  writeReport(options, 'truth.json', `${JSON.stringify(written, null, 2)}\n`)
  return isEnough(report) && problems.length === 0 ? exitCode.passed : exitCode.failed
}
