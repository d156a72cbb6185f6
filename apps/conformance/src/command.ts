import { join } from 'node:path'
import { caseList } from './case-list.ts'
import { cases } from './cases/index.ts'
import { repository, type Surroundings, unwritable, usage, withoutCredentials } from './commands/common.ts'
import { compareTargets } from './commands/compare.ts'
import { huntMutants } from './commands/hunt.ts'
import { judge } from './commands/judge.ts'
import { askQuestions } from './commands/probe.ts'
import { repeatCases } from './commands/repeat.ts'
import { measureTruth } from './commands/truth.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { type Options, parseOptions } from './options.ts'
import { readQuestions } from './probes/questions.ts'
import { UnwritableError } from './report/write-whole.ts'
import { select, unknownNames } from './run/select.ts'

/** One command line from its arguments to its exit code. */
export async function runCommand(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  // `pnpm conformance -- --api auth` hands the dashes on.
  const parsed = parseOptions(args.filter((argument) => argument !== '--'))
  if (parsed.kind === 'usage') return usage(parsed.message)
  if (parsed.kind === 'help') return exitCode.passed
  try {
    return await run(parsed.options, around)
  } catch (cause) {
    if (!(cause instanceof UnwritableError)) throw cause
    process.stderr.write(`${cause.message}\nWhat stands above is all there is of this run.\n`)
    return exitCode.usage
  }
}

/** What is wrong with the worlds that the sandbox is to play; null when nothing is. */
function strangeAnswers({ answers }: Options): string | null {
  const questions = readQuestions(join(repository, 'specs'))
  for (const [id, choice] of Object.entries(answers)) {
    const question = questions.find((one) => one.id === id)
    if (question === undefined) return `there is no question ${id}`
    if (!question.choices.includes(choice))
      return `the worlds of ${id} are ${question.choices.join(', ')}; ${choice} is none of them`
  }
  return null
}

async function run(options: Options, around: Surroundings): Promise<ExitCode> {
  const strange = strangeAnswers(options)
  if (strange !== null) return usage(strange)
  const blocked = options.list ? null : unwritable(options)
  if (blocked !== null) return usage(blocked)
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
  if (options.repeat > 1) return repeatCases(options, selected)
  if (options.truth) return measureTruth(options, selected, around)
  const needs = selected.flatMap((testCase) => testCase.needs)
  const command = options.compare ? compareTargets : judge
  return withoutCredentials(options, needs, around) ?? command(options, selected, around)
}
