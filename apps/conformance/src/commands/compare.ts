import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import { differences } from '../compare/differences.ts'
import { everyFrame } from '../compare/every-frame.ts'
import { shapesOf } from '../compare/shapes.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { createProgress } from '../progress.ts'
import { exchangesOf } from '../run/exchanges.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { isLive, type Target } from '../target/target.ts'
import { type Surroundings, seedOf, startTarget, terminalStyle, usage, writeReport } from './common.ts'

/** Runs the same cases on UAT and on a sandbox, and reports where the sandbox's answers look different. */
export async function compareTargets(
  options: Options,
  selected: readonly Case[],
  around: Surroundings,
): Promise<ExitCode> {
  if (!isLive(options.target)) return usage('--compare needs --target uat: it compares the sandbox with it')
  const contracts = loadContracts()
  const progress = createProgress(process.stderr)
  const monotonic = () => performance.now()
  const seed = seedOf(options)
  const shapesOn = async (target: Target, session: typeof exchangesOf, chosen: readonly Case[]) => {
    try {
      const show = (id: string) => progress.show(`${target.name}  ${id}`)
      const exchanges = await session(target, chosen, seed, monotonic, show, options.target)
      return shapesOf(contracts, target, exchanges)
    } finally {
      progress.clear()
      await target.close()
    }
  }
  const sandbox = await shapesOn(await sandboxTarget(seed), exchangesOf, selected)
  const frames = await shapesOn(await sandboxTarget(seed), everyFrame, cases)
  const live = await shapesOn(await startTarget(options, around), exchangesOf, selected)
  const found = differences(live, sandbox, frames)
  const style = terminalStyle()
  const lines = found.map(
    ({ subject, at, kind, detail }) => `  ${style.yellow('≠')} ${style.bold(subject)} ${at} ${kind}: ${detail}\n`,
  )
  process.stdout.write(`${lines.join('')}${found.length} differences\n`)
  writeReport(
    options,
    'compare.json',
    `${JSON.stringify({ format: 'truemarkets-compare/1', differences: found }, null, 2)}\n`,
  )
  return found.length > 0 ? exitCode.drift : exitCode.passed
}
