import type { Style } from '../report/style.ts'
import type { TargetName } from '../target/target.ts'
import type { Asked, Verdict } from './ask.ts'
import { type Occasion, overlayActions } from './suggestion.ts'

const signs = { confirmed: '✓', contradicted: '≠', undetermined: '?' } as const

/** How each question was answered, and under it what that suggests. */
export function probeText(asked: readonly Asked[], problems: readonly string[], patch: string, style: Style): string {
  const width = Math.max(0, ...asked.map(({ choice }) => (choice ?? '').length))
  const paint = { confirmed: style.green, contradicted: style.yellow, undetermined: style.dim }
  const lines = asked.flatMap(({ question, verdict, choice, evidence }) => {
    const sign = paint[verdict](signs[verdict])
    const line = `  ${sign} ${question.id.padEnd(4)} ${(choice ?? '').padEnd(width)}  ${style.dim(evidence)}`
    return verdict === 'contradicted' ? [line, `         ${question.question} So far: ${question.choices[0]}`] : [line]
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
  return `${count('confirmed')} · ${count('contradicted')} · ${count('undetermined')}`
}

/** One row a question, as the JSON and the HTML report show it. */
export type ProbeRow = {
  id: string
  api: string
  question: string
  default: string | null
  verdict: Verdict
  choice: string | null
  evidence: string
}

const probeRow = ({ question, verdict, choice, evidence }: Asked): ProbeRow => ({
  id: question.id,
  api: question.api,
  question: question.question,
  default: question.choices[0] ?? null,
  verdict,
  choice,
  evidence,
})

export type ProbeReport = {
  format: 'truemarkets-probes/2'
  finishedAt: string
  target: TargetName
  /** Why not every question was asked, or what was left behind. */
  problems: readonly string[]
  questions: (ProbeRow & { overlay: unknown[] })[]
}

export function probeReport(
  asked: readonly Asked[],
  problems: readonly string[],
  occasion: Occasion,
  finishedAt: Date,
): ProbeReport {
  return {
    format: 'truemarkets-probes/2',
    finishedAt: finishedAt.toISOString(),
    target: occasion.target,
    problems,
    questions: asked.map((one) => ({ ...probeRow(one), overlay: overlayActions(one, occasion) })),
  }
}
