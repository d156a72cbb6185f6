import type { Style } from '../report/style.ts'
import type { TargetName } from '../target/target.ts'
import type { Asked, Verdict } from './ask.ts'
import { noneOfThese } from './probe.ts'
import { type Occasion, overlayActions } from './suggestion.ts'

const signs = { confirmed: '✓', contradicted: '≠', unforeseen: '≠', undetermined: '?' } as const

/** What a question was answered with, in the words of every report. */
export const answerTo = ({ verdict, choice }: Pick<Asked, 'verdict' | 'choice'>): string =>
  verdict === 'unforeseen' ? `${noneOfThese}, seen:` : (choice ?? '')

/** How each question was answered, and under it what that suggests. */
export function probeText(asked: readonly Asked[], problems: readonly string[], patch: string, style: Style): string {
  const width = Math.max(0, ...asked.map((one) => answerTo(one).length))
  const paint = {
    confirmed: style.green,
    contradicted: style.yellow,
    unforeseen: style.yellow,
    undetermined: style.dim,
  }
  const lines = asked.flatMap((one) => {
    const { question, verdict, evidence } = one
    const sign = paint[verdict](signs[verdict])
    const line = `  ${sign} ${question.id.padEnd(4)} ${answerTo(one).padEnd(width)}  ${style.dim(evidence)}`
    const known =
      verdict === 'unforeseen' ? `The choices: ${question.choices.join(', ')}` : `So far: ${question.choices[0]}`
    return isNews(one) ? [line, `         ${question.question} ${known}`] : [line]
  })
  const faults = problems.map((problem) => style.red(`  ✗ ${problem}`))
  const sections = [lines, faults, patch === '' ? [] : [patch.trimEnd()], [probeSummary(asked)]]
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`
}

export function probeSummary(asked: readonly { verdict: Verdict }[]): string {
  const count = (verdict: Verdict) => `${asked.filter((one) => one.verdict === verdict).length} ${verdict}`
  const verdicts = ['confirmed', 'contradicted', 'unforeseen', 'undetermined'] as const
  return verdicts
    .filter((verdict) => verdict !== 'unforeseen' || asked.some(isUnforeseen))
    .map(count)
    .join(' · ')
}

const isUnforeseen = ({ verdict }: { verdict: Verdict }) => verdict === 'unforeseen'

/** Whether the specs must change for what was answered. */
export const isNews = ({ verdict }: { verdict: Verdict }): boolean =>
  verdict === 'contradicted' || verdict === 'unforeseen'

/** One row a question, as the JSON and the HTML report show it. */
export type ProbeRow = {
  id: string
  api: string
  question: string
  default: string | null
  verdict: Verdict
  choice: string | null
  evidence: string
  /** When that was, as RFC 3339: a live service is not always asked everything, and what it said before stays. */
  askedAt: string
  overlay: unknown[]
}

const probeRow = ({ question, verdict, choice, evidence }: Asked, finishedAt: Date, occasion: Occasion): ProbeRow => ({
  id: question.id,
  api: question.api,
  question: question.question,
  default: question.choices[0] ?? null,
  verdict,
  choice,
  evidence,
  askedAt: finishedAt.toISOString(),
  overlay: overlayActions({ question, verdict, choice, evidence }, occasion),
})

export type ProbeReport = {
  format: 'truemarkets-probes/3'
  finishedAt: string
  target: TargetName
  /** Why not every question was asked, or what was left behind. */
  problems: readonly string[]
  questions: ProbeRow[]
}

/** @param kept what was said before to questions that were not asked now */
export function probeReport(
  asked: readonly Asked[],
  kept: readonly ProbeRow[],
  problems: readonly string[],
  occasion: Occasion,
  finishedAt: Date,
): ProbeReport {
  return {
    format: 'truemarkets-probes/3',
    finishedAt: finishedAt.toISOString(),
    target: occasion.target,
    problems,
    questions: [...kept, ...asked.map((one) => probeRow(one, finishedAt, occasion))],
  }
}
