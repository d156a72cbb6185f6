import { caseList } from './case-list.ts'
import { cases } from './cases/index.ts'
import { skipped, usage } from './commands/common.ts'
import { compareTargets } from './commands/compare.ts'
import { huntMutants } from './commands/hunt.ts'
import { judge } from './commands/judge.ts'
import { askQuestions } from './commands/probe.ts'
import { measureTruth } from './commands/truth.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { type Options, parseOptions } from './options.ts'
import { select, unknownNames } from './run/select.ts'

async function run(options: Options): Promise<ExitCode> {
  if (options.probes) return askQuestions(options)
  const unknown = unknownNames(cases, options)
  if (unknown.length > 0) return usage(`no case is named ${unknown.join(', ')}`)
  const selected = select(cases, options)
  if (options.list) {
    process.stdout.write(caseList(selected))
    return exitCode.passed
  }
  if (selected.length === 0) return usage('the options leave no case to run')
  if (options.mutants) return huntMutants(options, selected)
  if (options.truth) return measureTruth(options, selected)
  const needs = selected.flatMap((testCase) => testCase.needs)
  const command = options.compare ? compareTargets : judge
  return skipped(options, needs) ?? command(options, selected)
}

// `pnpm conformance -- --api auth` hands the dashes on.
const parsed = parseOptions(process.argv.slice(2).filter((argument) => argument !== '--'))
if (parsed.kind === 'run') process.exitCode = await run(parsed.options)
else if (parsed.kind === 'usage') process.exitCode = usage(parsed.message)
