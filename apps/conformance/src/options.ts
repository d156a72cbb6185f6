import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Api, apis } from './api.ts'
import type { Touch } from './case/needs.ts'
import { defaultPatienceMs, readPatience } from './probes/patience.ts'
import { type RuntimeName, runtimes } from './runtime/runtimes.ts'
import { isLive, type TargetName } from './target/target.ts'

export type Options = {
  target: TargetName
  api: Api | null
  cases: readonly string[]
  /** The most a case may touch. On the sandbox everything; elsewhere reading only, unless more is asked for. */
  touch: Touch
  seed: number | null
  reportDir: string
  list: boolean
  /** File that remembers runs; null to remember nothing. */
  history: string | null
  /** Ask the open questions in place of judging the target. */
  probes: boolean
  /** After how many milliseconds the run ends in order, done or not; null for never. */
  atMostMs: number | null
  /** How long a probe that only watches may watch, in milliseconds. */
  probePatienceMs: number
  /** Tell which forms of answers the suite meets, in place of judging the target. */
  truth: boolean
  /** Compare the sandbox's answers with UAT's, in place of judging the target. */
  compare: boolean
  /** Possible worlds for the sandbox to play, by question id. */
  answers: Readonly<Record<string, string>>
  /** Further runtimes to run the cases in, beside this one. */
  runtimes: readonly RuntimeName[]
  /** How often to run the cases, each time on a new sandbox and with the next seed. */
  repeat: number
  /** Hunt mutants in place of judging the target. */
  mutants: boolean
}

export type Parsed = { kind: 'run'; options: Options } | { kind: 'help' } | { kind: 'usage'; message: string }

/** Reads the command line. commander writes help by itself; everything else comes back as a value. */
export function parseOptions(args: readonly string[]): Parsed {
  const command = new Command('conformance')
    .description(
      'Runs the conformance cases against the sandbox or a live service and audits every exchange against the contracts.',
    )
    .addOption(
      new Option('--target <target>', 'where to send the cases')
        .choices(['sandbox', 'uat', 'production'])
        .default('sandbox'),
    )
    .addOption(new Option('--api <api>', 'only the cases of one API').choices(apis))
    .option('--case <id...>', 'only these cases; a name without its last part takes all below it')
    .addOption(
      new Option(
        '--touch <most>',
        'the most a case may do to the account (default: transfer on sandbox, read elsewhere)',
      ).choices(['read', 'trade', 'transfer']),
    )
    .addOption(
      new Option('--seed <number>', 'repeat the order and the random values of an earlier run')
        .argParser(wholeNumber)
        .conflicts('mutants'),
    )
    .addOption(
      new Option('--report-dir <folder>', 'where the reports go').argParser(named('folder')).default('reports'),
    )
    .addOption(
      aboutJudging(
        '--history <file>',
        'remember this run in a file, and say what is new and what is fixed since the last',
      ).argParser(named('file')),
    )
    .addOption(
      new Option('--at-most <time>', 'end in order after this time, done or not, as 90s, 10m or 26h').argParser(time),
    )
    .addOption(new Option('--list', 'print the cases and what they cover, and run nothing').conflicts('probes'))
    .addOption(inPlaceOfJudging('--probes', 'ask the target the open questions of specs/*/questions.yaml'))
    .addOption(
      new Option('--probe-patience <time>', 'how long the probe of W17 watches an idle connection, as 90s, 10m or 26h')
        .argParser(time)
        .default(defaultPatienceMs, '2s'),
    )
    .addOption(inPlaceOfJudging('--truth', 'show which forms of answers the cases have really met'))
    .addOption(
      inPlaceOfJudging(
        '--compare',
        'run the same cases on UAT and a sandbox, and show where the answers look different',
      ),
    )
    .addOption(
      new Option('--answer <question=choice...>', 'let the sandbox play another possible world')
        .argParser(collectAnswer)
        .conflicts('mutants'),
    )
    .addOption(
      aboutJudging(
        '--runtime <name...>',
        `run the cases in these runtimes too, apart by commas: ${runtimes.join(', ')}`,
      )
        .argParser(collectRuntimes)
        .default([], 'none'),
    )
    .addOption(
      inPlaceOfJudging('--repeat <times>', 'run the cases so often, each time with the next seed')
        .argParser(times)
        .default(1),
    )
    .addOption(
      inPlaceOfJudging('--mutants', 'prove that the suite can fail: run it against sandboxes with one fault each'),
    )
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  try {
    command.parse([...args], { from: 'user' })
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause
    if (cause.code === 'commander.helpDisplayed') return { kind: 'help' }
    return { kind: 'usage', message: cause.message.replace(/^error: /, '') }
  }
  const given = command.opts<Given>()
  const touch = given.touch ?? defaultTouch(given.target)
  const misfit = misfitOf({ ...given, touch })
  if (misfit !== null) return { kind: 'usage', message: misfit }
  if (given.probes !== true && command.getOptionValueSource('probePatience') === 'cli')
    return { kind: 'usage', message: '--probe-patience is for --probes: nothing else watches an idle connection' }
  return {
    kind: 'run',
    options: {
      target: given.target,
      api: given.api ?? null,
      cases: given.case ?? [],
      touch,
      seed: given.seed ?? null,
      reportDir: given.reportDir,
      list: given.list ?? false,
      atMostMs: given.atMost ?? null,
      history: given.history ?? null,
      probes: given.probes ?? false,
      probePatienceMs: given.probePatience,
      truth: given.truth ?? false,
      compare: given.compare ?? false,
      answers: given.answer ?? {},
      runtimes: given.runtime,
      repeat: given.repeat,
      mutants: given.mutants ?? false,
    },
  }
}

/** The options that a run must be repeated with: where it went, how far, and in which world. The seed is told beside them. */
export function sameAgain({ target, touch, answers }: Options): string {
  return [
    ...(target === 'sandbox' ? [] : [`--target ${target}`]),
    ...(touch === defaultTouch(target) ? [] : [`--touch ${touch}`]),
    ...Object.entries(answers).map(([question, choice]) => `--answer ${question}=${choice}`),
  ].join(' ')
}

const defaultTouch = (target: TargetName): Touch => (target === 'sandbox' ? 'transfer' : 'read')

type Given = {
  target: TargetName
  api?: Api
  case?: string[]
  touch?: Touch
  seed?: number
  reportDir: string
  list?: true
  atMost?: number
  probes?: true
  probePatience: number
  answer?: Record<string, string>
  compare?: true
  truth?: true
  mutants?: true
  runtime: RuntimeName[]
  repeat: number
  history?: string
}

/** What does not go with the target; null when all does. */
function misfitOf({
  target,
  touch,
  mutants,
  repeat,
  truth,
  runtime,
  answer,
  compare,
}: Given & { touch: Touch }): string | null {
  if (target === 'production' && touch !== 'read') return `production is only read: --touch ${touch} is refused`
  if (!isLive(target)) return compare === true ? '--compare needs --target uat: it compares the sandbox with it' : null
  const forTheSandbox: [boolean, string][] = [
    [mutants === true, 'mutants live on the sandbox only'],
    [repeat > 1, '--repeat is for the sandbox: a live service is not for wearing out'],
    [truth === true, '--truth is about the sandbox: what is reachable elsewhere is not known'],
    [runtime.length > 0, '--runtime is for the sandbox: each runtime would have limits of its own on a live service'],
    [answer !== undefined, '--answer is for the sandbox: a live service is what it is'],
  ]
  return forTheSandbox.find(([isAsked]) => isAsked)?.[1] ?? null
}

/** By the names that commander gives them. */
const modes = ['probes', 'truth', 'compare', 'repeat', 'mutants']

/** An option that says how the target is judged, and would be passed over in silence where it is not. */
const aboutJudging = (flags: string, description: string): Option => new Option(flags, description).conflicts(modes)

/** An option that makes something else of a run; two of them would have to be two runs. */
function inPlaceOfJudging(flags: string, description: string): Option {
  const option = new Option(flags, description)
  return option.conflicts(modes.filter((mode) => mode !== option.attributeName()))
}

const named = (what: string) => (text: string) => {
  if (text === '') throw new InvalidArgumentError(`it must name a ${what}`)
  return text
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('it must be a whole number of at most nine digits')
  return Number(text)
}

function time(text: string): number {
  const ms = readPatience(text)
  if (ms === null) throw new InvalidArgumentError('write it as 90s, 10m or 26h')
  return ms
}

function collectRuntimes(text: string, earlier: readonly RuntimeName[]): RuntimeName[] {
  const names = text.split(',').map((name) => {
    const found = runtimes.find((one) => one === name.trim())
    if (found === undefined) throw new InvalidArgumentError(`there are ${runtimes.join(', ')}`)
    return found
  })
  return [...new Set([...earlier, ...names])]
}

function times(text: string): number {
  const number = wholeNumber(text)
  if (number === 0) throw new InvalidArgumentError('it must be at least 1')
  return number
}

function collectAnswer(text: string, earlier: Record<string, string> = {}): Record<string, string> {
  const [, question, choice] = /^([^=]+)=([^=]+)$/.exec(text) ?? []
  if (question === undefined || choice === undefined) throw new InvalidArgumentError('write it as R2=next_cursor')
  return { ...earlier, [question]: choice }
}
