import type { ApiCoverage } from '../coverage/coverage.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'
import { escapeHtml as text } from './html-escape.ts'

/** Operations or messages against what was shown of each: one look tells what is proven and what is broken. */
export function matrix(rows: ApiCoverage['rows'], verdict: Verdict): string {
  const lines = rows.map(({ subject, sends, answeredBy, refusedBy }) => {
    const findings = verdict.findings.fresh.filter((finding) => `${finding.api}.${finding.subject}` === subject).length
    const cells = [
      mark(answeredBy, verdict),
      sends ? mark(refusedBy, verdict) : '<td class="none">–</td>',
      `<td>${findings || ''}</td>`,
    ]
    return `<tr><td>${text(subject.split('.').slice(1).join('.'))}</td>${cells.join('')}</tr>`
  })
  return `<details open><summary>What was shown of each</summary>
<table class="matrix"><thead><tr><th></th><th>Answered</th><th>Refused</th><th>Findings</th></tr></thead><tbody>${lines.join('\n')}</tbody></table></details>`
}

/** Green: every case passed. Red: one failed. Grey: none ran this time. */
function mark(ids: readonly string[], verdict: Verdict): string {
  const ran = verdict.cases.filter(({ id }) => ids.includes(id))
  const failed = ran.filter(({ outcome }) => failing.includes(outcome)).length
  if (ids.length === 0) return '<td class="none">–</td>'
  if (ran.length === 0) return `<td class="none" title="not run">${ids.length}</td>`
  const state = failed > 0 ? 'bad' : 'good'
  const sign = failed > 0 ? `✗ ${failed} of ${ran.length}` : `✓ ${ran.length}`
  return `<td class="${state}" title="${text(ids.join('\n'))}">${sign}</td>`
}

/** Generated cases as a grid: the last dimension across, the others down. One grid for each set of dimensions. */
export function grid(cases: readonly CaseVerdict[]): string {
  const sets = new Map<string, CaseVerdict[]>()
  for (const one of cases) {
    const dimensions = Object.keys(one.permutation).join(' × ')
    if (dimensions !== '') sets.set(dimensions, [...(sets.get(dimensions) ?? []), one])
  }
  return [...sets].map(([dimensions, members]) => oneGrid(dimensions, members)).join('\n')
}

function oneGrid(dimensions: string, members: readonly CaseVerdict[]): string {
  const split = (one: CaseVerdict) => {
    const values = Object.values(one.permutation)
    return { down: values.slice(0, -1).join(' · '), across: values.at(-1) ?? '' }
  }
  const columns = [...new Set(members.map((one) => split(one).across))]
  const lines = [...new Set(members.map((one) => split(one).down))].map((down) => {
    const cells = columns.map((across) => {
      const one = members.find((member) => split(member).down === down && split(member).across === across)
      if (one === undefined) return '<td class="none">–</td>'
      return failing.includes(one.outcome)
        ? `<td class="bad" title="${text(one.id)}">✗</td>`
        : `<td class="good" title="${text(one.id)}">✓</td>`
    })
    return `<tr><td>${text(down)}</td>${cells.join('')}</tr>`
  })
  const heads = columns.map((column) => `<th>${text(column)}</th>`).join('')
  return `<details><summary>${text(dimensions)}: ${members.length} generated cases</summary>
<table class="matrix"><thead><tr><th></th>${heads}</tr></thead><tbody>${lines.join('\n')}</tbody></table></details>`
}
