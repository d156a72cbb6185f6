import { performance } from 'node:perf_hooks'
import type { Case } from '../case/define.ts'
import { loadContracts } from '../contract/load.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Options } from '../options.ts'
import { count, replayCommand, seconds } from '../report/figures.ts'
import { lists } from '../run/lists.ts'
import { failing } from '../run/outcome.ts'
import { runSession } from '../run/session.ts'
import { neverFailed } from '../run/stability.ts'
import type { Verdict } from '../run/verdict.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { seedOf, terminalStyle, writeReport } from './common.ts'
import { sessionOf } from './session.ts'
import { type Watch, watched } from './watched.ts'

/**
 * Runs the same cases again and again, each time on a new sandbox and with the next seed, which is another order and other values.
 * A case that fails now and then shows here, and so does one that is called flaky and never fails.
 */
export async function repeatCases(options: Options, selected: readonly Case[]): Promise<ExitCode> {
  const style = terminalStyle()
  const monotonic = () => performance.now()
  const contracts = loadContracts()
  const began = monotonic()
  const verdicts: Verdict[] = []
  const once = async (seed: number, turn: string, watch: Watch): Promise<Verdict> => {
    const target = await sandboxTarget(seed, options.answers)
    try {
      return await runSession(sessionOf({ options, selected, contracts, seed, watch }, target, `${turn}  `))
    } finally {
      await target.close()
    }
  }
  await watched(options, async (watch) => {
    for (let turn = 0; turn < options.repeat && !watch.stop.aborted; turn += 1) {
      const verdict = await once(seedOf(options) + turn, `${turn + 1} of ${options.repeat}`, watch)
      verdicts.push(verdict)
      watch.progress.clear()
      if (verdict.exitCode !== exitCode.passed)
        process.stdout.write(`${failureLines(verdict).map(style.red).join('\n')}\n`)
    }
  })
  const wrong = verdicts.filter(({ exitCode: code }) => code !== exitCode.passed).length
  const calm = neverFailed(verdicts, lists)
  const sum = [
    count(verdicts.length, 'run'),
    `${wrong} failed`,
    `${count(selected.length, 'case')} each`,
    seconds(monotonic() - began),
    `seeds ${seedOf(options)} to ${seedOf(options) + Math.max(0, verdicts.length - 1)}`,
  ].join(' · ')
  for (const id of calm)
    process.stdout.write(style.red(`  ✗ ${id} is listed as flaky and never failed: take it off the list\n`))
  const isGood = wrong === 0 && calm.length === 0 && verdicts.length === options.repeat
  process.stdout.write(isGood ? style.green(`✓ ${sum}\n`) : style.red(`✗ ${sum}\n`))
  writeReport(options, 'repeat.json', `${JSON.stringify(repeatReport(verdicts, calm), null, 2)}\n`)
  return isGood ? exitCode.passed : exitCode.failed
}

/** What went wrong in one run, each with the command that repeats it. */
function failureLines(verdict: Verdict): string[] {
  const failed = verdict.cases.filter(({ outcome }) => failing.includes(outcome))
  return [
    ...failed.map((one) => `  ✗ ${(one.message ?? '').split('\n')[0] ?? ''}\n    ${replayCommand(verdict, one)}`),
    ...verdict.problems.map((problem) => `  ✗ seed ${verdict.seed}: ${problem}`),
    ...verdict.findings.fresh.map(
      ({ rule, api, subject, at }) => `  ≠ seed ${verdict.seed}: ${api}.${subject} ${rule} ${at}`,
    ),
  ]
}

const repeatReport = (verdicts: readonly Verdict[], calm: readonly string[]) => ({
  format: 'truemarkets-repeat/1',
  neverFailed: calm,
  runs: verdicts.map(({ seed, exitCode: code, durationMs, cases: ran, problems }) => ({
    seed,
    exitCode: code,
    durationMs: Math.round(durationMs),
    failed: ran.filter(({ outcome }) => failing.includes(outcome)).map(({ id }) => id),
    problems,
  })),
})
