import type { ProbeReport } from '../probes/report.ts'
import { answerTo, isNews, probeSummary } from '../probes/report.ts'
import { targetNames } from './figures.ts'
import { escapeHtml as text } from './html-escape.ts'

const signs = { confirmed: '✓', contradicted: '≠', unforeseen: '≠', undetermined: '?' } as const
const states = { confirmed: 'good', contradicted: 'warn', unforeseen: 'warn', undetermined: 'none' } as const
const order = ['contradicted', 'unforeseen', 'undetermined', 'confirmed'] as const

/** The open questions and what the target said to each. */
export function probeSection(probes: ProbeReport | null): string {
  if (probes === null)
    return `<section id="probes"><h2>Open questions</h2><p>Not asked. <code>pnpm conformance --probes</code> asks them; the next report then shows the answers.</p></section>`
  const sorted = order.flatMap((verdict) => probes.questions.filter((one) => one.verdict === verdict))
  const rows = sorted.map((row) => {
    const { id, question, verdict, evidence, askedAt } = row
    const day = askedAt.slice(0, 10)
    const earlier = probes.finishedAt.startsWith(day) ? '' : ` (asked on ${day})`
    return `<tr><td class="${states[verdict]}" title="${verdict}">${signs[verdict]}</td><th scope="row">${text(id)}</th>
<td>${prose(question)}<br>${answerOf(row)} <span class="soft">${text(`${evidence}${earlier}`)}</span></td></tr>`
  })
  const problems =
    probes.problems.length === 0
      ? ''
      : `<ul class="problems">${probes.problems.map((one) => `<li>${text(one)}</li>`).join('')}</ul>`
  const isQuiet = !probes.questions.some(isNews)
  return `<section id="probes"><h2>Open questions: ${probeSummary(probes.questions)}</h2>
<p>Asked on ${targetNames[probes.target]}, ${text(probes.finishedAt.slice(0, 16).replace('T', ' '))} UTC.${isQuiet ? '' : ' What contradicts a default is a patch in <code>probes.patch</code>.'}</p>${problems}
<details${isQuiet ? '' : ' open'}><summary>${probes.questions.length} questions</summary><table class="plain stack probes"><tbody>${rows.join('\n')}</tbody></table></details></section>`
}

/** What was answered, and in place of what where that is not what we go by. */
function answerOf(row: ProbeReport['questions'][number]): string {
  const { verdict, choice, default: adopted } = row
  if (choice === null) return answerTo(row)
  const inPlaceOf = verdict === 'contradicted' && adopted !== null ? ` in place of <code>${text(adopted)}</code>` : ''
  return `<code class="${states[verdict]}">${text(choice)}</code>${inPlaceOf}:`
}

/** Questions are written as Markdown has it: what stands between backticks is code. */
const prose = (question: string) => text(question).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
