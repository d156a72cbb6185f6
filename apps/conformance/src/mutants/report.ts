import type { Style } from '../report/style.ts'
import { type Hunted, isKilled } from './hunt.ts'

export type HuntReport = {
  hunted: Hunted[]
  /** Controls that were killed, though nothing was wrong with them. */
  unsound: Hunted[]
  durationMs: number
}

export const hasFailed = ({ hunted, unsound }: HuntReport) => unsound.length > 0 || !hunted.every(isKilled)

export function huntText(report: HuntReport, style: Style): string {
  const { hunted, unsound, durationMs } = report
  const width = Math.max(...hunted.map(({ mutant }) => mutant.length))
  const lines = hunted.map((one) => {
    const by = one.killers[0] ?? one.findings[0] ?? 'nobody'
    const sign = isKilled(one) ? style.green('✓') : style.red('✗')
    return `  ${sign} ${one.mutant.padEnd(width)}  ${style.dim(`${one.killers.length} of ${one.cases} cases, ${one.findings.length} findings: ${by}`)}`
  })
  const survivors = hunted.filter((one) => !isKilled(one))
  const problems = [
    ...survivors.map(({ mutant, title }) => style.red(`✗ ${mutant} survived: ${title}, and no case noticed`)),
    ...unsound.map(({ mutant, killers, findings }) =>
      style.red(
        `✗ ${mutant} was killed by ${killers[0] ?? findings[0] ?? ''}, though nothing was wrong: no kill here means anything`,
      ),
    ),
  ]
  const sum = `${hunted.length - survivors.length} of ${hunted.length} mutants noticed · ${(durationMs / 1000).toFixed(0)} s`
  return `${[...lines, '', ...problems, problems.length > 0 ? style.red(sum) : style.green(`✓ ${sum}`)].join('\n')}\n`
}

export function huntJson(report: HuntReport, finishedAt: Date): string {
  const { hunted, unsound, durationMs } = report
  const mutants = hunted.map((one) => ({ ...one, killed: isKilled(one) }))
  const summary = { mutants: hunted.length, killed: hunted.filter(isKilled).length, unsound: unsound.length }
  const whole = {
    format: 'truemarkets-mutants/1',
    finishedAt: finishedAt.toISOString(),
    durationMs: Math.round(durationMs),
    summary,
    mutants,
    unsound,
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}
