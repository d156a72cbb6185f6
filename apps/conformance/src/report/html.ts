import { rules } from '../audit/finding.ts'
import { exitCode } from '../exit-code.ts'
import { failing } from '../run/outcome.ts'
import { type CaseVerdict, type FindingVerdict, summary, type Verdict } from '../run/verdict.ts'
import { type ApiFigures, apiFigures, count, percent, replayCommand, seconds } from './figures.ts'
import { escapeHtml as text } from './html-escape.ts'
import { grid, matrix } from './html-matrix.ts'
import { stylesheet } from './html-style.ts'

/** One file that opens offline: no script, no request, nothing but the verdict. */
export function htmlReport(verdict: Verdict, finishedAt: Date): string {
  const figures = apiFigures(verdict)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(headline(verdict))}</title>
<style>${stylesheet}</style>
</head>
<body>
<main>
${header(verdict, finishedAt)}
${apis(figures)}
${problems(verdict)}
${failures(verdict)}
${findings(verdict.findings.fresh)}
${figures.map((row) => cases(row, verdict)).join('\n')}
</main>
</body>
</html>
`
}

function headline(verdict: Verdict): string {
  const { passed, failed } = summary(verdict)
  return `Conformance on the ${verdict.target}: ${passed} passed, ${failed} failed`
}

function header(verdict: Verdict, finishedAt: Date): string {
  const state = verdict.exitCode === exitCode.passed ? 'good' : verdict.exitCode === exitCode.drift ? 'warn' : 'bad'
  const exchanges = verdict.cases.reduce((sum, one) => sum + one.exchanges, 0)
  return `<header class="${state}">
<h1>${text(headline(verdict))}</h1>
<p>${count(exchanges, 'exchange')} audited, ${count(verdict.findings.fresh.length, 'finding')} · ${seconds(verdict.durationMs)} · seed ${verdict.seed} ·
<time datetime="${finishedAt.toISOString()}">${finishedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p>
</header>`
}

function apis(figures: readonly ApiFigures[]): string {
  const cards = figures.map(({ api, cases, passed, failed, findings, coverage, durationMs }) => {
    const share = percent(coverage.answered, coverage.subjects)
    const state = failed > 0 || coverage.gaps.length > 0 ? 'bad' : findings > 0 ? 'warn' : 'good'
    const noun = api === 'cefi-ws' ? 'messages' : 'operations'
    return `<a class="card ${state}" href="#${api}">
<h2>${api}</h2>
<p><b>${passed}</b> of ${cases} passed</p>
<meter min="0" max="100" value="${share}" title="${share} % covered"></meter>
<p>${coverage.answered} of ${coverage.subjects} ${noun}<br>${coverage.refused} of ${coverage.refusable} shown refused<br>${seconds(durationMs)}</p>
</a>`
  })
  return `<section class="cards">${cards.join('\n')}</section>`
}

function problems({ problems }: Verdict): string {
  if (problems.length === 0) return ''
  return `<section><h2>What fails the run as a whole</h2><ul>${problems.map((problem) => `<li>${text(problem)}</li>`).join('')}</ul></section>`
}

function failures({ cases }: Verdict): string {
  const failed = cases.filter(({ outcome }) => failing.includes(outcome))
  if (failed.length === 0) return ''
  const items = failed.map(({ id, title, message }) => {
    const why = (message ?? '').split('\n')[0] ?? ''
    return `<li><a href="#${text(id)}">${text(title)}</a><br><code>${text(why)}</code></li>`
  })
  return `<section><h2>Failed cases</h2><ul>${items.join('\n')}</ul></section>`
}

const firstOf = (ids: readonly string[]) => `${ids[0] ?? ''}${ids.length > 1 ? ` and ${ids.length - 1} more` : ''}`

function findings(fresh: readonly FindingVerdict[]): string {
  if (fresh.length === 0) return ''
  const rows = fresh.map(
    (finding) => `<tr><td>${text(`${finding.api}.${finding.subject}`)}</td><td>${text(finding.answer)}</td>
<td title="${text(rules[finding.rule])}">${finding.rule}</td><td><code>${text(finding.at)}</code> ${text(finding.detail)}</td><td title="${text(finding.cases.join('\n'))}">${text(firstOf(finding.cases))}</td></tr>`,
  )
  return `<section><h2>Audit findings</h2><p>Where an answer and its contract differ.</p>
<table class="findings"><thead><tr><th>Operation or message</th><th>Answer</th><th>Rule</th><th>Where</th><th>Seen in</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></section>`
}

function cases({ api, coverage }: ApiFigures, verdict: Verdict): string {
  const own = verdict.cases.filter((one) => one.api === api)
  if (own.length === 0) return ''
  const slowest = Math.max(...own.map(({ durationMs }) => durationMs), 1)
  return `<section id="${api}"><h2>${api}</h2>
${matrix(coverage.rows, verdict)}${grid(own)}
<table class="cases"><thead><tr><th></th><th>Case</th><th>Shows answered</th><th>Shows refused</th><th>Time</th></tr></thead>
<tbody>${own.map((one) => caseRow(one, slowest, verdict)).join('\n')}</tbody></table></section>`
}

function caseRow(one: CaseVerdict, slowest: number, verdict: Verdict): string {
  const isBad = failing.includes(one.outcome)
  const sign = isBad ? '✗' : one.outcome === 'passed' ? '✓' : '~'
  const why = isBad
    ? `<pre>${text([one.message, one.detail].filter((part) => part !== null).join('\n'))}</pre><pre class="replay">${text([replayCommand(verdict, one.id), ...(one.curl === null ? [] : [one.curl])].join('\n'))}</pre>`
    : ''
  const short = (subjects: readonly string[]) =>
    text(subjects.map((subject) => subject.split('.').slice(1).join('.')).join(', '))
  return `<tr id="${text(one.id)}" class="${isBad ? 'bad' : one.outcome === 'passed' ? 'good' : 'warn'}"><td title="${one.outcome}">${sign}</td>
<td><b>${text(one.title)}</b><br><code>${text(one.id)}</code>${why}</td><td>${short(one.covers)}</td><td>${short(one.refuses)}</td>
<td><meter min="0" max="${Math.ceil(slowest)}" value="${Math.ceil(one.durationMs)}"></meter> ${Math.round(one.durationMs)} ms</td></tr>`
}
