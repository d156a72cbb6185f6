import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import { differences } from '../compare/differences.ts'
import { everyFrame } from '../compare/every-frame.ts'
import { compareJson, compareText } from '../compare/report.ts'
import { type Shapes, shapesOf } from '../compare/shapes.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import type { Exchange } from '../record/exchange.ts'
import { describeUnhandled } from '../run/describe-problem.ts'
import { exchangesOf } from '../run/exchanges.ts'
import { sweep } from '../run/leftovers.ts'
import { scrubbing } from '../run/scrub.ts'
import { opener } from '../target/open.ts'
import { whoIsAway } from '../target/reach.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import type { Target } from '../target/target.ts'
import { type Surroundings, seedOf, startTarget, terminalStyle, writeReport } from './common.ts'
import { type Watch, watched } from './watched.ts'

/** Runs the same cases on a live service and on a sandbox, and reports where the sandbox's answers look different. */
export const compareTargets = (options: Options, selected: readonly Case[], around: Surroundings): Promise<ExitCode> =>
  watched(options, (watch) => compare(options, selected, around, watch))

async function compare(
  options: Options,
  selected: readonly Case[],
  around: Surroundings,
  { progress, stop, takeUnhandled }: Watch,
): Promise<ExitCode> {
  const contracts = loadContracts()
  const monotonic = () => performance.now()
  const seed = seedOf(options)
  const session = (target: Target, chosen: readonly Case[]) => ({
    target,
    cases: chosen,
    seed,
    monotonic,
    onCase: (id: string) => progress.show(`${target.name}  ${id}`),
    asOn: options.target,
    stop,
  })
  const shapesOn = async (target: Target, exchanging: (target: Target) => Promise<Exchange[]>) => {
    try {
      return shapesOf(contracts, target, await exchanging(target))
    } finally {
      await target.close()
    }
  }
  const problems: string[] = []
  const answered: Exchange[] = []
  const onLive = async (target: Target): Promise<Exchange[]> => {
    const away = await whoIsAway(target, selected, stop)
    problems.push(...new Set(away.values()))
    const exchanges = await exchangesOf(
      session(
        target,
        selected.filter(({ api }) => !away.has(api)),
      ),
    )
    answered.push(...exchanges)
    if (options.touch !== 'read')
      problems.push(
        ...(await sweep(exchanges, opener(target, seed, monotonic), { monotonic, slowness: target.slowness })),
      )
    return exchanges
  }
  const live = await shapesOn(await startTarget(options, around), onLive)
  if (live.size === 0 && problems.length === 0) problems.push('nothing was answered, so nothing was compared')
  const onSandbox = async (exchanging: (target: Target) => Promise<Exchange[]>): Promise<Shapes> =>
    live.size === 0 ? new Map() : shapesOn(await sandboxTarget(seed), exchanging)
  const sandbox = await onSandbox((target) => exchangesOf(session(target, selected)))
  const hasFrames = [...live.keys()].some((subject) => subject.startsWith('cefi-ws.'))
  const frames: Shapes = hasFrames ? await onSandbox((target) => everyFrame(session(target, cases))) : new Map()
  progress.clear()
  const isWhole = !stop.aborted
  if (!isWhole) problems.push('the run was stopped before both were asked everything, so nothing was compared')
  const scrub = scrubbing(options.target, contracts)(answered)
  problems.push(...describeUnhandled(takeUnhandled(), scrub, options.target))
  const found = isWhole ? differences(live, sandbox, frames) : []
  const comparison = { answers: live.size, differences: found, problems }
  process.stdout.write(compareText(comparison, terminalStyle()))
  writeReport(options, 'compare.json', compareJson(comparison))
  if (problems.length > 0) return exitCode.failed
  return comparison.differences.length > 0 ? exitCode.drift : exitCode.passed
}
