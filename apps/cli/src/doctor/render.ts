import { printable } from '../printable.ts'
import type { Paint } from '../style.ts'
import { type Finding, TOPICS } from './finding.ts'

const SIGNS = {
  good: ['green', '✓'],
  notice: ['yellow', '!'],
  problem: ['red', '✗'],
  missing: ['dim', '–'],
} as const

/** The findings by topic, what to do below each, and a line that sums up. */
export function renderFindings(target: string, findings: readonly Finding[], paint: Paint): string {
  const width = Math.max(0, ...findings.map(({ subject }) => subject.length))
  const groups = TOPICS.flatMap((topic) => {
    const lines = findings
      .filter((finding) => finding.topic === topic)
      .flatMap((finding) => lineOf(finding, width, paint))
    return lines.length === 0 ? [] : ['', paint('bold', topic), ...lines]
  })
  return `${[`${paint('bold', 'truemarkets doctor')}: ${target}`, ...groups, '', summary(findings, paint)].join('\n')}\n`
}

function lineOf({ subject, state, detail, nextStep }: Finding, width: number, paint: Paint): string[] {
  const [colour, sign] = SIGNS[state]
  const line = `  ${paint(colour, sign)} ${subject.padEnd(width)}  ${printable(detail)}`
  return nextStep === null ? [line] : [line, `${' '.repeat(width + 6)}${paint('cyan', `→ ${printable(nextStep)}`)}`]
}

function summary(findings: readonly Finding[], paint: Paint): string {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length
  const [problems, notices, missing] = [count('problem'), count('notice'), count('missing')]
  const rest = [...(notices > 0 ? [`${notices} to look at`] : []), ...(missing > 0 ? [`${missing} not looked at`] : [])]
  const head =
    problems === 0
      ? paint('green', 'Nothing is wrong')
      : paint('red', problems === 1 ? 'One problem' : `${problems} problems`)
  return `${[head, ...rest].join(', ')}.`
}
