import type { ApiCoverage } from '../coverage/coverage.ts'
import { failing } from '../run/outcome.ts'
import type { Timing } from '../run/timings.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'
import { escapeHtml as text } from './html-escape.ts'

/** One column of the matrix: the cases it is about. */
type Column = { head: string; holds: (one: CaseVerdict) => boolean }

/**
 * Operations or messages against permutations: what was shown of each, in which version, over which path, with which credentials, in
 * which runtime. One look tells what is proven and what is broken.
 */
export function matrix(rows: ApiCoverage['rows'], own: readonly CaseVerdict[], verdict: Verdict): string {
  const groups = columnGroups(own, verdict.runtimes)
  const slowest = Math.max(...verdict.timings.map(({ p95 }) => p95), 1)
  const lines = rows.map(({ subject, sends, answeredBy, refusedBy }) => {
    const findings = verdict.findings.fresh.filter((finding) => `${finding.api}.${finding.subject}` === subject).length
    const about = own.filter(({ id }) => answeredBy.includes(id) || refusedBy.includes(id))
    const cells = [
      mark(answeredBy, own),
      sends ? mark(refusedBy, own) : '<td class="none">·</td>',
      ...groups.flatMap(({ columns }) => columns.map(({ holds }) => markCases(about.filter(holds)))),
      findings === 0 ? '<td class="none">0</td>' : `<td class="warn">${findings}</td>`,
      `<td class="time">${timeBar(
        verdict.timings.find((timing) => timing.subject === subject),
        slowest,
      )}</td>`,
    ]
    return `<tr><th scope="row">${text(nameOf(subject))}</th>${cells.join('')}</tr>`
  })
  const top = groups.map(({ title, columns }) => `<th colspan="${columns.length}" class="group">${text(title)}</th>`)
  const heads = groups.flatMap(({ columns }) => columns.map(({ head }) => `<th>${text(head)}</th>`))
  return `<div class="wide"><table class="matrix"><thead>
<tr><th></th><th colspan="2" class="group">cases</th>${top.join('')}<th></th><th></th></tr>
<tr><th></th><th>answered</th><th>refused</th>${heads.join('')}<th>findings</th><th>time, half · 95 %</th></tr>
</thead><tbody>${lines.join('\n')}</tbody></table></div>`
}

const nameOf = (subject: string) => subject.split('.').slice(1).join('.')

/** Dimensions that only repeat what the row says. */
const rowDimensions = new Set(['operation'])

function columnGroups(
  own: readonly CaseVerdict[],
  runtimes: readonly string[],
): { title: string; columns: Column[] }[] {
  const names = [...new Set(own.flatMap(({ permutation }) => Object.keys(permutation)))]
  const groups = names
    .filter((name) => !rowDimensions.has(name))
    .map((name) => {
      const values = [...new Set(own.flatMap(({ permutation }) => permutation[name] ?? []))]
      return {
        title: name,
        columns: values.map((value): Column => ({ head: value, holds: (one) => one.permutation[name] === value })),
      }
    })
  const byRuntime = runtimes.map((name): Column => ({ head: name, holds: (one) => one.runtime === name }))
  return [...groups, { title: 'runtime', columns: byRuntime }]
}

/** Green: every case passed. Red: one failed. A number: so many cases, none of which ran this time. */
function mark(ids: readonly string[], own: readonly CaseVerdict[]): string {
  if (ids.length === 0) return '<td class="none">–</td>'
  const ran = own.filter(({ id }) => ids.includes(id))
  return ran.length === 0 ? `<td class="none" title="not run">${ids.length}</td>` : markCases(ran)
}

function markCases(ran: readonly CaseVerdict[]): string {
  if (ran.length === 0) return '<td class="none">·</td>'
  const failed = ran.filter(({ outcome }) => failing.includes(outcome)).length
  const title = text([...new Set(ran.map(({ id }) => id))].join('\n'))
  return failed > 0
    ? `<td class="bad" title="${title}">✗ ${failed}/${ran.length}</td>`
    : `<td class="good" title="${title}">✓ ${ran.length}</td>`
}

const barWidth = 60

/** Half of the answers came within the dark part, 95 of 100 within the whole. */
function timeBar(timing: Timing | undefined, slowest: number): string {
  if (timing === undefined) return '<span class="none">·</span>'
  const { count, p50, p95, max } = timing
  const width = (value: number) => Math.max(1, Math.round((barWidth * value) / slowest))
  const title = `${count} answers: half within ${p50} ms, 95 % within ${p95} ms, all within ${max} ms`
  return `<svg width="${barWidth}" height="9" role="img" aria-label="${title}"><title>${title}</title><rect class="tail" width="${width(p95)}" height="9" rx="2"/><rect class="half" width="${width(p50)}" height="9" rx="2"/></svg> ${Math.round(p50)} · ${Math.round(p95)} ms`
}
