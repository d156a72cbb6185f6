import { type Rule, rules } from '../audit/finding.ts'
import type { FindingVerdict, Verdict } from '../run/verdict.ts'
import { sameDifference } from './alike.ts'
import { count } from './figures.ts'
import { escapeHtml as text } from './html-escape.ts'

/** What the audit looked for in every exchange, and what it found. */
export function findingSection({ findings, cases }: Verdict): string {
  const exchanges = cases.reduce((sum, one) => sum + one.exchanges, 0)
  const { fresh, known } = findings
  const perRule = Object.entries(rules).map(([rule, meaning]) => {
    const found = fresh.filter((finding) => finding.rule === rule).length
    return `<li class="${found > 0 ? 'warn' : 'good'}" title="${text(meaning)}">${text(rule.replaceAll('-', ' '))} <b>${found}</b></li>`
  })
  return `<section id="audit"><h2>Audit: ${count(fresh.length, 'finding')} in ${count(exchanges, 'exchange')}</h2>
<p>Every answer and every frame is held against its contract, whether its case passes or not.${known.length === 0 ? '' : ` ${count(known.length, 'finding')} known and accepted for now.`}</p>
<ul class="rules">${perRule.join('\n')}</ul>${fresh.length === 0 ? '' : table(fresh)}</section>`
}

const firstOf = (ids: readonly string[]) => `${ids[0] ?? ''}${ids.length > 1 ? ` and ${ids.length - 1} more` : ''}`

function table(fresh: readonly FindingVerdict[]): string {
  const rows = sameDifference(fresh).map((group) => {
    const [{ rule, at, detail }] = group
    const meaning = rules[rule satisfies Rule]
    const answers = group.map(({ api, subject, answer }) => `${api}.${subject} ${answer}`)
    const cases = [...new Set(group.flatMap((one) => one.cases))]
    return `<tr><td title="${text(answers.join('\n'))}">${text(firstOf(answers))}</td><td title="${text(meaning)}">${rule}</td>
<td><code>${text(at)}</code> ${text(detail)}</td><td title="${text(cases.join('\n'))}">${text(firstOf(cases))}</td></tr>`
  })
  return `<div class="wide"><table class="findings stack"><thead><tr><th>Answer of</th><th>Rule</th><th>Where</th><th>Seen in</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}
