import { mkdirSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { accepted } from './audit/baseline.ts'
import { caseList } from './case-list.ts'
import { cases } from './cases/index.ts'
import { loadContracts } from './contract/load.ts'
import { exemptions } from './coverage/exemptions.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { readHistory, writeHistory } from './history/file.ts'
import { changeSince, entryOf, remember } from './history/history.ts'
import { controls } from './mutants/control.ts'
import { huntAll } from './mutants/hunt-all.ts'
import { mutants } from './mutants/index.ts'
import { hasFailed, huntJson, huntText } from './mutants/report.ts'
import { type Options, parseOptions } from './options.ts'
import { createProgress } from './progress.ts'
import { createStyle } from './report/style.ts'
import { terminalReport } from './report/terminal.ts'
import { writeReports } from './report/write.ts'
import { lists } from './run/lists.ts'
import { select, unknownNames } from './run/select.ts'
import { runSession } from './run/session.ts'
import type { Verdict } from './run/verdict.ts'
import { opener } from './target/open.ts'
import { sandboxTarget } from './target/sandbox.ts'
import { missingVariables, uatTarget } from './target/uat.ts'

const repository = join(import.meta.dirname, '..', '..', '..')

async function run(options: Options): Promise<ExitCode> {
  const selection = { target: options.target, api: options.api, cases: options.cases, touch: options.touch }
  const unknown = unknownNames(cases, selection)
  if (unknown.length > 0) return usage(`no case is named ${unknown.join(', ')}`)
  const selected = select(cases, selection)
  if (options.list) {
    process.stdout.write(caseList(selected))
    return exitCode.passed
  }
  if (options.mutants) return prove(options, selected)
  if (selected.length === 0) return usage('the options leave no case to run')

  if (options.target === 'uat') {
    const missing = missingVariables(
      process.env,
      selected.flatMap(({ needs }) => needs),
    )
    if (missing.length > 0) {
      const lines = missing.map(({ variable, meaning }) => `  ${variable.padEnd(22)} ${meaning}`)
      process.stderr.write(
        `Skipped: UAT needs credentials that are not in the environment. Nothing was sent.\n${lines.join('\n')}\n`,
      )
      return exitCode.skipped
    }
  }
  return judge(options, selected)
}

async function judge(options: Options, selected: typeof cases): Promise<ExitCode> {
  // The sandbox is new on every run, so a fixed seed repeats it; UAT remembers ids, so it gets new ones.
  const seed = options.seed ?? (options.target === 'sandbox' ? 1 : Date.now() % 1_000_000_000)
  const contracts = loadContracts()
  const target = options.target === 'sandbox' ? await sandboxTarget(seed) : uatTarget(process.env)
  const progress = createProgress(process.stderr)
  const monotonic = () => performance.now()
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
      monotonic,
      open: opener(target, seed, monotonic),
      onCase: (ran, done, total) => progress.show(`${done} of ${total}  ${ran.case.id}`),
    })
    progress.clear()
    const files = writeReports(reportFolder(options), verdict, new Date())
    process.stdout.write(terminalReport(verdict, createStyle(isColourful()), files))
    if (options.history !== null) process.stdout.write(keepHistory(options.history, verdict))
    return verdict.exitCode
  } finally {
    progress.clear()
    await target.close()
  }
}

function keepHistory(path: string, verdict: Verdict): string {
  const history = readHistory(path)
  const entry = entryOf(verdict, new Date())
  writeHistory(path, remember(history, entry))
  const change = changeSince(history, entry)
  if (change === null) return ''
  return [...change.appeared.map((one) => `  new    ${one}\n`), ...change.gone.map((one) => `  fixed  ${one}\n`)].join(
    '',
  )
}

/** Proof that the suite can fail. */
async function prove(options: Options, selected: typeof cases): Promise<ExitCode> {
  if (options.target !== 'sandbox') return usage('mutants live on the sandbox only')
  const progress = createProgress(process.stderr)
  const report = await huntAll({
    mutants: mutants.filter(
      ({ breaks }) => options.api === null || breaks.some((subject) => subject.startsWith(`${options.api}.`)),
    ),
    controls: options.api === null ? controls : [],
    cases: selected,
    contracts: loadContracts(),
    start: () => sandboxTarget(1),
    monotonic: () => performance.now(),
    onMutant: (done, total, mutant) => progress.show(`${done} of ${total}  ${mutant.id}`),
  })
  progress.clear()
  process.stdout.write(huntText(report, createStyle(isColourful())))
  const folder = reportFolder(options)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mutants.json'), huntJson(report, new Date()))
  return hasFailed(report) ? exitCode.failed : exitCode.passed
}

const isColourful = () => process.stdout.isTTY && process.env['NO_COLOR'] === undefined

const reportFolder = ({ reportDir }: Options) => (isAbsolute(reportDir) ? reportDir : join(repository, reportDir))

function usage(message: string): ExitCode {
  process.stderr.write(`${message}\nTry --help for the options and --list for the cases.\n`)
  return exitCode.usage
}

// `pnpm conformance -- --api auth` hands the dashes on.
const parsed = parseOptions(process.argv.slice(2).filter((argument) => argument !== '--'))
if (parsed.kind === 'run') process.exitCode = await run(parsed.options)
else if (parsed.kind === 'usage') process.exitCode = usage(parsed.message)
