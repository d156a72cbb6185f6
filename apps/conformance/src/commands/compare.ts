import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import { differences } from '../compare/differences.ts'
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
  const shapesOn = async (target: Target, chosen: readonly Case[]) => {
    try {
      const show = (id: string) => progress.show(`${target.name}  ${id}`)
      const exchanges = await exchangesOf(target, chosen, seed, monotonic, show, options.target)
      return shapesOf(contracts, target, exchanges)
    } finally {
      progress.clear()
      await target.close()
    }
  }
  const sandbox = await shapesOn(await sandboxTarget(seed), selected)
  const everyFrame = await shapesOn(
    await sandboxTarget(seed),
    cases.filter(({ api }) => api === 'cefi-ws'),
  )
  const found = differences(await shapesOn(await startTarget(options, around), selected), sandbox, everyFrame)
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
