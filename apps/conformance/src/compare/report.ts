import { count } from '../report/figures.ts'
import type { Style } from '../report/style.ts'
import type { Difference } from './differences.ts'

export type Comparison = {
  /** Kinds of answers and frames that the live service gave. */
  answers: number
  differences: readonly Difference[]
  /** Why the comparison is not whole, or what it left behind. */
  problems: readonly string[]
}

export function compareText({ answers, differences, problems }: Comparison, style: Style): string {
  const found = differences.map(
    ({ subject, at, kind, detail }) => `  ${style.yellow('≠')} ${style.bold(subject)} ${at} ${kind}: ${detail}`,
  )
  const faults = problems.map((problem) => `  ${style.red('✗')} ${problem}`)
  const sum = `${count(differences.length, 'difference')} in ${count(answers, 'kind')} of answers`
  return `${[...found, ...faults, sum].join('\n')}\n`
}

export function compareJson({ answers, differences, problems }: Comparison): string {
  return `${JSON.stringify({ format: 'truemarkets-compare/2', answers, problems, differences }, null, 2)}\n`
}
