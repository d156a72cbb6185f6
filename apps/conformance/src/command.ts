import { caseList } from './case-list.ts'
import { cases } from './cases/index.ts'
import { type Surroundings, skipped, usage } from './commands/common.ts'
import { compareTargets } from './commands/compare.ts'
import { huntMutants } from './commands/hunt.ts'
import { judge } from './commands/judge.ts'
import { askQuestions } from './commands/probe.ts'
import { measureTruth } from './commands/truth.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { type Options, parseOptions } from './options.ts'
import { select, unknownNames } from './run/select.ts'

/** One command line from its arguments to its exit code. */
export async function runCommand(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  // `pnpm conformance -- --api auth` hands the dashes on.
  const parsed = parseOptions(args.filter((argument) => argument !== '--'))
  if (parsed.kind === 'usage') return usage(parsed.message)
  return parsed.kind === 'help' ? exitCode.passed : run(parsed.options, around)
}

async function run(options: Options, around: Surroundings): Promise<ExitCode> {
  if (options.probes) return askQuestions(options, around)
  const unknown = unknownNames(cases, options)
  if (unknown.length > 0) return usage(`no case is named ${unknown.join(', ')}`)
  const selected = select(cases, options)
  if (options.list) {
    process.stdout.write(caseList(selected))
    return exitCode.passed
  }
  if (selected.length === 0) return usage('the options leave no case to run')
  if (options.mutants) return huntMutants(options, selected)
  if (options.truth) return measureTruth(options, selected, around)
  const needs = selected.flatMap((testCase) => testCase.needs)
  const command = options.compare ? compareTargets : judge
  return skipped(options, needs, around) ?? command(options, selected, around)
}
