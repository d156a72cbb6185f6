import { percent } from '../percent.ts'
import type { TruthReport } from '../truth/report.ts'
import { escapeHtml as text } from './html-escape.ts'

/** Which forms of answers the suite has really met, and which it cannot meet and why. */
export function truthSection(truth: TruthReport | null): string {
  if (truth === null)
    return `<section id="truth"><h2>Coverage of truth</h2><p>Not measured: only a run of every case on the sandbox as it is can tell.</p></section>`
  const seen = truth.rows.reduce((sum, row) => sum + row.seen, 0)
  const reachable = truth.rows.reduce((sum, row) => sum + row.reachable, 0)
  const rows = truth.rows.map(({ api, seen, reachable, share, excused, unseen }) => {
    const reasons = [...new Set(excused.map(({ reason }) => reason))]
    const why = reasons.map(
      (reason) => `<li>${text(reason)}: <span class="soft">${formsFor(reason, excused)}</span></li>`,
    )
    const open = unseen.map((form) => `<li class="open">${text(placeOf(form))}</li>`)
    return `<tr><th scope="row">${api}</th><td class="bar"><meter min="0" max="100" value="${share}"></meter> ${share} %</td>
<td>${seen} of ${reachable} reachable forms met${unseen.length === 0 ? '' : `<details><summary>${unseen.length} not met this time</summary><ul>${open.join('')}</ul></details>`}</td>
<td><details><summary>${excused.length} cannot be met here</summary><ul>${why.join('')}</ul></details></td></tr>`
  })
  return `<section id="truth"><h2>Coverage of truth: ${percent(seen, reachable)} %</h2>
<p>Every branch, enum value, null, empty or filled array and member that the contracts allow in an answer: which of them have real answers had?</p>
<table class="plain stack"><tbody>${rows.join('\n')}</tbody></table></section>`
}

/** A form without the path that all of them share. */
const placeOf = (form: string) =>
  form.replace('#/components/schemas/', '').replaceAll('/properties/', '.').replaceAll('~1', '/')

const formsFor = (reason: string, excused: readonly { form: string; reason: string }[]) =>
  excused
    .filter((one) => one.reason === reason)
    .map(({ form }) => text(placeOf(form)))
    .join(', ')
