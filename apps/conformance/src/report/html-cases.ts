import { failingSince, type History } from '../history/history.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'
import { type Alike, sameWords } from './alike.ts'
import { count, onRuntime, replayCommand } from './figures.ts'
import { escapeHtml as text } from './html-escape.ts'

/**
 * Failed cases with all that helps: why, where, since when, the command that repeats it, and its last request. Of those that failed
 * with the same words the first is shown and the others are folded away.
 */
export function failureSection(verdict: Verdict, history: History): string {
  const groups = sameWords(verdict)
  const { problems } = verdict
  if (groups.length + problems.length === 0) return ''
  const whole =
    problems.length === 0
      ? ''
      : `<ul class="problems">${problems.map((one) => `<li>${text(one)}${since(one, history)}</li>`).join('')}</ul>`
  return `<section id="failed"><h2>What failed</h2>${whole}${groups
    .map((cases) => failures(cases, verdict, history))
    .join('\n')}</section>`
}

function failures([first, ...others]: Alike<CaseVerdict>, verdict: Verdict, history: History): string {
  if (others.length === 0) return failure(first, verdict, history)
  const folded = others.map((one) => failure(one, verdict, history)).join('\n')
  return `${failure(first, verdict, history)}<details><summary>${count(others.length, 'more case')} with the same words</summary>${folded}</details>`
}

/** Since which of several runs something has failed: what is new has another cause than what has been so for weeks. */
function since(failure: string, history: History): string {
  const first = failingSince(history, failure)
  if (first === null || history.filter(({ target }) => target === first.target).length < 2) return ''
  const day = `${first.finishedAt.slice(0, 16).replace('T', ' ')} UTC`
  return ` <span class="soft">${first === history.at(-1) ? 'new in this run' : `since ${day}`}</span>`
}

function failure(one: CaseVerdict, verdict: Verdict, history: History): string {
  const name = `${one.id}${onRuntime(one, verdict)}`
  const why = [one.message, one.detail].filter((part) => part !== null).join('\n')
  const curl = one.curl === null ? '' : `<h4>Its last request</h4><pre>${text(one.curl)}</pre>`
  return `<article class="failure"><h3>${text(one.title)}</h3><p><code>${text(one.id)}</code>${text(onRuntime(one, verdict))}${since(name, history)}</p>
<pre class="why">${text(why)}</pre><h4>Again</h4><pre>${text(replayCommand(verdict, one))}</pre>${curl}</article>`
}

/** All cases of one API, folded away: the matrix above it says the same in less. */
export function caseList(own: readonly CaseVerdict[], verdict: Verdict): string {
  const slowest = Math.max(...own.map(({ durationMs }) => durationMs), 1)
  return `<details><summary>${count(own.length, 'case')}</summary><div class="wide"><table class="cases stack">
<thead><tr><th></th><th>Case</th><th>Shows</th><th>Time</th></tr></thead>
<tbody>${own.map((one) => row(one, slowest, verdict)).join('\n')}</tbody></table></div></details>`
}

function row(one: CaseVerdict, slowest: number, verdict: Verdict): string {
  const isBad = failing.includes(one.outcome)
  const [sign, state] = isBad ? ['✗', 'bad'] : one.outcome === 'passed' ? ['✓', 'good'] : ['~', 'warn']
  const why = one.outcome === 'skipped' ? `<br><span class="soft">${text(one.message ?? '')}</span>` : ''
  const short = (subjects: readonly string[], word: string) =>
    subjects.map((subject) => `${text(subject.split('.').slice(1).join('.'))} <span class="soft">${word}</span>`)
  const shows = [...short(one.covers, 'answered'), ...short(one.refuses, 'refused')].join('<br>')
  return `<tr id="${text(one.id)}"><td class="${state}" title="${one.outcome}">${sign}</td>
<td>${text(one.title)}<br><code>${text(one.id)}</code>${text(onRuntime(one, verdict))}${why}</td><td>${shows}</td>
<td class="time"><meter min="0" max="${Math.ceil(slowest)}" value="${Math.ceil(one.durationMs)}"></meter> ${Math.round(one.durationMs)} ms</td></tr>`
}
