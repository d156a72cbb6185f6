import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import { loadContracts } from '../contract/load.ts'
import type { ExitCode } from '../exit-code.ts'
import { readHistory, writeHistory } from '../history/file.ts'
import { changeSince, entryOf, type History, remember } from '../history/history.ts'
import type { Options } from '../options.ts'
import type { ProbeReport } from '../probes/report.ts'
import { terminalReport } from '../report/terminal.ts'
import { writeReports } from '../report/write.ts'
import { mergeVerdicts } from '../run/merge.ts'
import { runSession } from '../run/session.ts'
import type { Verdict } from '../run/verdict.ts'
import { runtimeHere } from '../runtime/here.ts'
import { type Engine, installedEngine, type RuntimeName } from '../runtime/runtimes.ts'
import { startWorker } from '../runtime/start-worker.ts'
import { whoIsAway } from '../target/reach.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { isLive, type Target } from '../target/target.ts'
import { lastProbes, reportFolder, type Surroundings, seedOf, startTarget, terminalStyle, usage } from './common.ts'
import { type Setting, sessionOf } from './session.ts'
import { watched } from './watched.ts'

/** Runs the selected cases against the target and judges what came of it. */
export async function judge(options: Options, selected: readonly Case[], around: Surroundings): Promise<ExitCode> {
  const { findEngine = installedEngine } = around
  const engines = options.runtimes.map((name) => ({ name, engine: findEngine(name) }))
  const missing = engines.filter(({ engine }) => engine === null).map(({ name }) => name)
  if (missing.length > 0) return usage(`not installed: ${missing.join(', ')}. Install the runtimes with pnpm runtimes`)

  const contracts = loadContracts()
  return await watched(options, async (watch) => {
    const setting: Setting = { options, selected, contracts, seed: seedOf(options), watch }
    const label = engines.length > 0 ? `${runtimeHere()}  ` : ''
    const first = await hereRun(setting, await startTarget(options, around), label)
    const others: Verdict[] = []
    for (const { name, engine } of engines)
      if (engine !== null && !watch.stop.aborted) others.push(await runIn(name, engine, setting))
    watch.progress.clear()
    const verdict = mergeVerdicts(first, others)
    const finishedAt = new Date()
    const folder = reportFolder(options)
    const earlier = options.history === null ? [] : readHistory(options.history)
    const history = options.history === null ? [] : remember(earlier, entryOf(verdict, finishedAt))
    const style = terminalStyle()
    const probes = lastProbes(options)
    // Before anything is written: where a disk is full, this is all there is of the run.
    process.stdout.write(terminalReport(verdict, style, process.stdout.isTTY ? process.stdout.columns : undefined))
    process.stdout.write(style.dim(goingBy(probes)))
    const files = writeReports(folder, { verdict, finishedAt, history, probes })
    process.stdout.write(files.map((file) => style.dim(`  ${file}\n`)).join(''))
    if (options.history !== null) {
      writeHistory(options.history, history)
      process.stdout.write(changes(earlier, verdict, finishedAt))
    }
    return verdict.exitCode
  })
}

/** Runs the cases in this process. */
async function hereRun(setting: Setting, target: Target, label: string): Promise<Verdict> {
  const { options, selected, watch } = setting
  const input = sessionOf(setting, target, label)
  const isWhole =
    selected.length === cases.length && !isLive(options.target) && Object.keys(options.answers).length === 0
  try {
    const away = await whoIsAway(target, selected, watch.stop)
    if (away.size === 0) return await runSession({ ...input, measuresTruth: isWhole })
    // One sentence says more than every case failing for the same reason.
    return await runSession({
      ...input,
      target: { ...target, defects: () => [...target.defects(), ...new Set(away.values())] },
      selected: selected.filter(({ api }) => !away.has(api)),
    })
  } finally {
    await target.close()
  }
}

/** Runs the cases in another runtime, against a sandbox of its own in this process. */
async function runIn(name: RuntimeName, engine: Engine, setting: Setting): Promise<Verdict> {
  const { options, seed, watch } = setting
  const target = await sandboxTarget(seed, options.answers)
  const worker = startWorker(name, engine, target.place, seed)
  try {
    return await runSession({
      ...sessionOf(setting, target, `${name}  `, { runtime: name, execute: worker.execute }),
      unhandled: () => [...watch.takeUnhandled(), ...worker.takeUnhandled()],
    })
  } finally {
    await worker.close()
    await target.close()
  }
}

/** Which answers of a live service the clients were set to, and cases skipped for: it may answer otherwise by now. */
function goingBy(probes: ProbeReport | null): string {
  if (probes === null || !isLive(probes.target)) return ''
  const learned = probes.questions
    .filter(({ verdict }) => verdict === 'contradicted')
    .map(({ id, choice, askedAt }) => `${id}=${choice} (${askedAt.slice(0, 10)})`)
  return learned.length === 0 ? '' : `  goes by what --probes learned: ${learned.join(', ')}\n`
}

/** What changed since the last run on the same target. */
function changes(earlier: History, verdict: Verdict, finishedAt: Date): string {
  const { appeared, gone } = changeSince(earlier, entryOf(verdict, finishedAt)) ?? { appeared: [], gone: [] }
  return [...appeared.map((one) => `  new    ${one}\n`), ...gone.map((one) => `  fixed  ${one}\n`)].join('')
}
