import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { createProgress } from '../progress.ts'
import type { Exchange } from '../record/exchange.ts'
import { executeCase } from '../run/execute.ts'
import { createRandom } from '../run/random.ts'
import { inLanes, schedule } from '../run/schedule.ts'
import { opener } from '../target/open.ts'
import { isEnough, truthReport, truthText } from '../truth/report.ts'
import { coverageOfTruth } from '../truth/truth.ts'
import { unreachable } from '../truth/unreachable.ts'
import { seedOf, startTarget, terminalStyle, writeReport } from './common.ts'

/** Runs every case and tells which forms of answers the suite has really met. */
export async function measureTruth(options: Options, selected: readonly Case[]): Promise<ExitCode> {
  const target = await startTarget(options)
  const progress = createProgress(process.stderr)
  const monotonic = () => performance.now()
  const seed = seedOf(options)
  const open = opener(target, seed, monotonic)
  const exchanges: Exchange[] = []
  try {
    for (const { cases, lanes } of schedule(selected, createRandom(seed, 'order'), target.name)) {
      await inLanes(cases, lanes, async (testCase) => {
        progress.show(testCase.id)
        exchanges.push(...(await executeCase(testCase, open, { monotonic, slowness: target.slowness })).exchanges)
      })
    }
  } finally {
    progress.clear()
    await target.close()
  }
  const report = truthReport(coverageOfTruth(loadContracts(), target, exchanges), unreachable)
  process.stdout.write(truthText(report, terminalStyle()))
  writeReport(options, 'truth.json', `${JSON.stringify({ format: 'truemarkets-truth/1', ...report }, null, 2)}\n`)
  return isEnough(report) ? exitCode.passed : exitCode.failed
}
