import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Need } from '../case/needs.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { readHistory } from '../history/file.ts'
import type { Options } from '../options.ts'
import type { ProbeReport, ProbeRow } from '../probes/report.ts'
import { createStyle, hasColour, type Style } from '../report/style.ts'
import { prepareFolder, writeWhole } from '../report/write-whole.ts'
import type { Engine, RuntimeName } from '../runtime/runtimes.ts'
import { type LiveProfile, type LiveTools, liveTarget, missingVariables, unusableCredentials } from '../target/live.ts'
import { sandboxTarget } from '../target/sandbox.ts'
import { isLive, type LiveName, type Target } from '../target/target.ts'

/** What a command finds around it. */
export type Surroundings = {
  /** The live services it may be sent to. */
  live: Record<LiveName, LiveProfile>
  /** Variables, files, the network. */
  tools: LiveTools
  /** Where other runtimes are; default: where `pnpm runtimes` installs them. */
  findEngine?: (name: RuntimeName) => Engine | null
}

export const repository = join(import.meta.dirname, '..', '..', '..', '..')

/** Relative report folders begin at the repository, wherever the command was started. */
export const reportFolder = ({ reportDir }: Options): string =>
  isAbsolute(reportDir) ? reportDir : join(repository, reportDir)

const said = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Why what a run finds could not be written down; null when it can. Comes before anything is sent. */
export function unwritable(options: Options): string | null {
  const prepare = (folder: string, option: string) => {
    try {
      prepareFolder(folder)
    } catch (cause) {
      throw new Error(`${said(cause)}. Name another folder with ${option}`, { cause })
    }
  }
  try {
    prepare(reportFolder(options), '--report-dir')
    if (options.history !== null) {
      prepare(dirname(options.history), '--history')
      readHistory(options.history)
    }
    return null
  } catch (cause) {
    return said(cause)
  }
}

export function writeReport(options: Options, name: string, text: string): void {
  writeWhole(join(reportFolder(options), name), text)
}

export const terminalStyle = (): Style => createStyle(hasColour(process.stdout, process.env))

/** The sandbox is new on every run, so a fixed seed repeats it; a live service remembers ids, so it gets new ones. */
export const seedOf = ({ seed, target }: Options): number =>
  seed ?? (target === 'sandbox' ? 1 : Date.now() % 1_000_000_000)

export const startTarget = async (options: Options, { live, tools }: Surroundings): Promise<Target> =>
  isLive(options.target)
    ? liveTarget(live[options.target], tools, answersIn(lastProbes(options)?.questions ?? []))
    : sandboxTarget(seedOf(options), options.answers)

/** What the last `--probes` said about this target, if its report is still there. */
export function lastProbes(options: Options): ProbeReport | null {
  try {
    const report = JSON.parse(readFileSync(join(reportFolder(options), 'probes.json'), 'utf8')) as ProbeReport
    const isOurs = report.format === 'truemarkets-probes/3' && report.target === options.target
    return isOurs && report.problems.every(isText) && report.questions.every(isRow) ? report : null
  } catch {
    // No probes were asked, or the file is somebody else's: the report says so and goes on.
    return null
  }
}

const isText = (value: unknown) => typeof value === 'string'
const isRow = ({ id, askedAt, question, choice, evidence }: ProbeRow) =>
  [id, askedAt, question, evidence].every(isText) && (choice === null || isText(choice))

/** The choice of each question that was answered by one. */
export const answersIn = (rows: readonly ProbeRow[]): Record<string, string> =>
  Object.fromEntries(rows.flatMap(({ id, choice }) => (choice === null ? [] : [[id, choice]])))

export function usage(message: string): ExitCode {
  process.stderr.write(`${message}\nTry --help for the options and --list for the cases.\n`)
  return exitCode.usage
}

/**
 * Why a live target cannot be asked with what is in the environment, told in full; null when it can. Comes before anything is
 * sent.
 */
export function withoutCredentials(
  { target }: Options,
  needs: readonly Need[],
  { live, tools }: Surroundings,
): ExitCode | null {
  if (!isLive(target)) return null
  const missing = missingVariables(tools.environment, needs)
  if (missing.length > 0) {
    const lines = missing.map(({ variable, meaning }) => `  ${variable.padEnd(22)} ${meaning}\n`)
    process.stderr.write(
      `Skipped: ${target} needs credentials that are not in the environment. Nothing was sent.\n${lines.join('')}`,
    )
    return exitCode.skipped
  }
  const unusable = unusableCredentials(liveTarget(live[target], tools), needs)
  return unusable === null ? null : usage(unusable)
}
