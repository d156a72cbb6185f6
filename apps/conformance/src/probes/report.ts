import type { Style } from '../report/style.ts'
import { type Asked, suggestion } from './ask.ts'

const signs = { confirmed: '✓', contradicted: '≠', undetermined: '?' } as const

export function probeText(asked: readonly Asked[], style: Style): string {
  const lines = asked.map(({ question, verdict, choice, evidence }) => {
    const sign = { confirmed: style.green, contradicted: style.yellow, undetermined: style.dim }[verdict](
      signs[verdict],
    )
    return `  ${sign} ${question.id.padEnd(4)} ${(choice ?? '').padEnd(26)} ${style.dim(evidence)}`
  })
  const patches = asked.map(suggestion).filter((patch) => patch !== null)
  const count = (verdict: Asked['verdict']) => `${asked.filter((one) => one.verdict === verdict).length} ${verdict}`
  const sum = `${count('confirmed')} · ${count('contradicted')} · ${count('undetermined')}`
  return `${[...lines, ...(patches.length > 0 ? ['', ...patches] : []), '', sum].join('\n')}\n`
}

export function probeJson(asked: readonly Asked[], target: string, finishedAt: Date): string {
  const rows = asked.map((one) => ({
    id: one.question.id,
    api: one.question.api,
    question: one.question.question,
    default: one.question.choices[0] ?? null,
    verdict: one.verdict,
    choice: one.choice,
    evidence: one.evidence,
    suggestion: suggestion(one),
  }))
  return `${JSON.stringify({ format: 'truemarkets-probes/1', finishedAt: finishedAt.toISOString(), target, questions: rows }, null, 2)}\n`
}
