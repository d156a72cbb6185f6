import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { accepted } from '../audit/baseline.ts'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import type { Contracts } from '../contract/contracts.ts'
import { loadContracts } from '../contract/load.ts'
import { exemptions } from '../coverage/exemptions.ts'
import type { ExitCode } from '../exit-code.ts'
import { readHistory, writeHistory } from '../history/file.ts'
import { changeSince, entryOf, type History, remember } from '../history/history.ts'
import { type Options, sameAgain } from '../options.ts'
import type { ProbeReport } from '../probes/report.ts'
import { terminalReport } from '../report/terminal.ts'
import { writeReports } from '../report/write.ts'
import { executeCase } from '../run/execute.ts'
import { sweep } from '../run/leftovers.ts'
import { lists } from '../run/lists.ts'
import { mergeVerdicts } from '../run/merge.ts'
import { runSession, type SessionInput } from '../run/session.ts'
import type { Verdict } from '../run/verdict.ts'
import { runtimeHere } from '../runtime/here.ts'
import { type Engine, findEngine, type RuntimeName } from '../runtime/runtimes.ts'
import { startWorker } from '../runtime/start-worker.ts'
import { opener } from '../target/open.ts'
import { whyAway } from '../target/reach.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { isLive, type Target } from '../target/target.ts'
import { reportFolder, type Surroundings, seedOf, startTarget, terminalStyle, usage } from './common.ts'
import { type Watch, watched } from './watched.ts'

/** Runs the selected cases against the target and judges what came of it. */
export async function judge(options: Options, selected: readonly Case[], around: Surroundings): Promise<ExitCode> {
  const engines = options.runtimes.map((name) => ({ name, engine: findEngine(name) }))
  const missing = engines.filter(({ engine }) => engine === null).map(({ name }) => name)
  if (missing.length > 0) return usage(`not installed: ${missing.join(', ')}. Install the runtimes with pnpm runtimes`)

  const contracts = loadContracts()
  return await watched(options, async (watch) => {
    const setting: Setting = { options, selected, contracts, watch }
    const first = await hereRun(setting, await startTarget(options, around))
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
    // Before anything is written: where a disk is full, this is all there is of the run.
    process.stdout.write(terminalReport(verdict, style, process.stdout.isTTY ? process.stdout.columns : undefined))
    const files = writeReports(folder, { verdict, finishedAt, history, probes: lastProbes(folder, verdict) })
    process.stdout.write(files.map((file) => style.dim(`  ${file}\n`)).join(''))
    if (options.history !== null) {
      writeHistory(options.history, history)
      process.stdout.write(changes(earlier, verdict, finishedAt))
    }
    return verdict.exitCode
  })
}

type Setting = {
  options: Options
  selected: readonly Case[]
  contracts: Contracts
  watch: Watch
}

const monotonic = () => performance.now()

/** What every run of these cases has in common. */
function session(
  { options, selected, contracts, watch }: Setting,
  target: Target,
  runtime: string,
  execute: SessionInput['execute'],
): SessionInput {
  const open = opener(target, seedOf(options), monotonic)
  const label = options.runtimes.length > 0 ? `${runtime}  ` : ''
  return {
    target,
    contracts,
    all: cases,
    selected,
    lists,
    exemptions,
    baseline: accepted,
    seed: seedOf(options),
    options: sameAgain(options),
    runtime,
    monotonic,
    execute,
    stop: watch.stop,
    unhandled: watch.takeUnhandled,
    // Whoever may only read has left nothing, and may not cancel either.
    ...(options.touch === 'read'
      ? {}
      : { sweep: (exchanges) => sweep(exchanges, open, { monotonic, slowness: target.slowness }) }),
    onCase: (ran, done, total) => watch.progress.show(`${label}${done} of ${total}  ${ran.case.id}`),
  }
}

/** Runs the cases in this process. */
async function hereRun(setting: Setting, target: Target): Promise<Verdict> {
  const { options, selected, watch } = setting
  const open = opener(target, seedOf(options), monotonic)
  const pace = { monotonic, slowness: target.slowness, stop: watch.stop }
  const isWhole =
    selected.length === cases.length && !isLive(options.target) && Object.keys(options.answers).length === 0
  const input = session(setting, target, runtimeHere(), (testCase) => executeCase(testCase, open, pace))
  try {
    const away = await whyAway(target, watch.stop)
    if (away === null) return await runSession({ ...input, measuresTruth: isWhole })
    // One sentence says more than every case failing for the same reason, and the history still learns of the night.
    return await runSession({
      ...input,
      target: { ...target, defects: () => [away] },
      selected: [],
      sweep: nothingLeft,
    })
  } finally {
    await target.close()
  }
}

const nothingLeft = () => Promise.resolve([])

/** Runs the cases in another runtime, against a sandbox of its own in this process. */
async function runIn(name: RuntimeName, engine: Engine, setting: Setting): Promise<Verdict> {
  const { options } = setting
  const target = await sandboxTarget(seedOf(options), options.answers)
  if (target.sandbox === null) throw new Error('a sandbox has no extras')
  const { revokedKeyFile, notOnboardedKeyFile, organization, counterparty, personalUserId } = target.sandbox
  const parties = { revokedKeyFile, notOnboardedKeyFile, organization, counterparty, personalUserId }
  const remote = {
    urls: target.urls,
    socketAddresses: target.socketAddresses,
    keyFile: target.keyFile(),
    hmac: target.hmac(),
    parties,
  }
  const worker = startWorker(name, engine, remote, seedOf(options))
  try {
    const input = session(setting, target, name, worker.execute)
    return await runSession({
      ...input,
      unhandled: () => [...setting.watch.takeUnhandled(), ...worker.takeUnhandled()],
    })
  } finally {
    await worker.close()
    await target.close()
  }
}

/** What the last `--probes` said about this target, if its report is still there. */
function lastProbes(folder: string, { target }: Verdict): ProbeReport | null {
  try {
    const report = JSON.parse(readFileSync(join(folder, 'probes.json'), 'utf8')) as ProbeReport
    return report.format === 'truemarkets-probes/2' && report.target === target ? report : null
  } catch {
    // No probes were asked, or the file is somebody else's: the report says so and goes on.
    return null
  }
}

/** What changed since the last run on the same target. */
function changes(earlier: History, verdict: Verdict, finishedAt: Date): string {
  const { appeared, gone } = changeSince(earlier, entryOf(verdict, finishedAt)) ?? { appeared: [], gone: [] }
  return [...appeared.map((one) => `  new    ${one}\n`), ...gone.map((one) => `  fixed  ${one}\n`)].join('')
}
