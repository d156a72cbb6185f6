import { count } from '../report/figures.ts'
import type { Style } from '../report/style.ts'
import { type Hunted, isKilled } from './hunt.ts'

export type HuntReport = {
  hunted: Hunted[]
  /** Controls that were killed, though nothing was wrong with them. */
  unsound: Hunted[]
  /** Mutants and controls that were not hunted, since somebody asked for an end. */
  spared: number
  durationMs: number
  /** What failed on the way and belongs to no mutant. */
  problems: string[]
}

export const hasFailed = ({ hunted, unsound, spared, problems }: HuntReport) =>
  unsound.length + spared + problems.length > 0 || !hunted.every(isKilled)

const noticedBy = ({ killer, findings }: Hunted): string => killer ?? findings[0] ?? 'nobody'

export function huntText(report: HuntReport, style: Style): string {
  const { hunted, unsound, spared, durationMs } = report
  const width = Math.max(...hunted.map(({ mutant }) => mutant.length))
  const lines = hunted.map((one) => {
    const sign = isKilled(one) ? style.green('✓') : style.red('✗')
    const where = `${one.fault}, case ${one.ran} of ${one.cases}`
    return `  ${sign} ${one.mutant.padEnd(width)}  ${style.dim(`${where}: ${noticedBy(one)}`)}`
  })
  const survivors = hunted.filter((one) => !isKilled(one))
  const wrong = [
    ...survivors.map(({ mutant, title }) => style.red(`✗ ${mutant} survived: ${title}, and no case noticed`)),
    ...unsound.map((one) =>
      style.red(
        `✗ ${one.mutant} was killed by ${noticedBy(one)}, though nothing was wrong: no kill here means anything`,
      ),
    ),
    ...report.problems.map((problem) => style.red(`✗ ${problem}`)),
    ...(spared > 0 ? [style.red(`✗ the hunt was stopped before ${count(spared, 'mutant')}`)] : []),
  ]
  const sum = `${hunted.length - survivors.length} of ${hunted.length} mutants noticed · ${(durationMs / 1000).toFixed(0)} s`
  return `${[...lines, '', ...wrong, wrong.length > 0 ? style.red(sum) : style.green(`✓ ${sum}`)].join('\n')}\n`
}

export function huntJson(report: HuntReport, finishedAt: Date): string {
  const { hunted, unsound, spared, durationMs, problems } = report
  const mutants = hunted.map((one) => ({ ...one, killed: isKilled(one) }))
  const summary = { mutants: hunted.length, killed: hunted.filter(isKilled).length, unsound: unsound.length, spared }
  const whole = {
    format: 'truemarkets-mutants/4',
    finishedAt: finishedAt.toISOString(),
    durationMs: Math.round(durationMs),
    summary,
    mutants,
    unsound,
    problems,
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}
