import { performance } from 'node:perf_hooks'
import { accepted } from '../audit/baseline.ts'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import { loadContracts } from '../contract/load.ts'
import { exemptions } from '../coverage/exemptions.ts'
import type { ExitCode } from '../exit-code.ts'
import { readHistory, writeHistory } from '../history/file.ts'
import { changeSince, entryOf, remember } from '../history/history.ts'
import { type Options, sameAgain } from '../options.ts'
import { createProgress } from '../progress.ts'
import { terminalReport } from '../report/terminal.ts'
import { writeReports } from '../report/write.ts'
import { listenForInterruption } from '../run/interruption.ts'
import { sweep } from '../run/leftovers.ts'
import { lists } from '../run/lists.ts'
import { runSession } from '../run/session.ts'
import type { Verdict } from '../run/verdict.ts'
import { opener } from '../target/open.ts'
import { reportFolder, type Surroundings, seedOf, startTarget, terminalStyle } from './common.ts'

/** Runs the selected cases against the target and judges what came of it. */
export async function judge(options: Options, selected: readonly Case[], around: Surroundings): Promise<ExitCode> {
  const seed = seedOf(options)
  const contracts = loadContracts()
  const target = await startTarget(options, around)
  const progress = createProgress(process.stderr)
  const monotonic = () => performance.now()
  const open = opener(target, seed, monotonic)
  const interruption = listenForInterruption()
  try {
    const verdict = await runSession({
      target,
      contracts,
      all: cases,
      selected,
      lists,
      exemptions,
      baseline: accepted,
      seed,
      options: sameAgain(options),
      monotonic,
      open,
      isStopped: interruption.happened,
      // Whoever may only read has left nothing, and may not cancel either.
      ...(options.touch === 'read'
        ? {}
        : { sweep: (exchanges) => sweep(exchanges, open, { monotonic, slowness: target.slowness }) }),
      onCase: (ran, done, total) => progress.show(`${done} of ${total}  ${ran.case.id}`),
    })
    progress.clear()
    const files = writeReports(reportFolder(options), verdict, new Date())
    process.stdout.write(terminalReport(verdict, terminalStyle(), files))
    if (options.history !== null) process.stdout.write(keepHistory(options.history, verdict))
    return verdict.exitCode
  } finally {
    progress.clear()
    interruption.forget()
    await target.close()
  }
}

/** Remembers the run; returns what changed since the last one. */
function keepHistory(path: string, verdict: Verdict): string {
  const history = readHistory(path)
  const entry = entryOf(verdict, new Date())
  writeHistory(path, remember(history, entry))
  const { appeared, gone } = changeSince(history, entry) ?? { appeared: [], gone: [] }
  return [...appeared.map((one) => `  new    ${one}\n`), ...gone.map((one) => `  fixed  ${one}\n`)].join('')
}
