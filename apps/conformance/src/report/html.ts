import { exitCode } from '../exit-code.ts'
import type { History } from '../history/history.ts'
import type { ProbeReport } from '../probes/report.ts'
import type { Verdict } from '../run/verdict.ts'
import { type ApiFigures, apiFigures, count, isWorthTelling, seconds, tally, targetNames } from './figures.ts'
import { caseList, failureSection } from './html-cases.ts'
import { escapeHtml as text } from './html-escape.ts'
import { findingSection } from './html-findings.ts'
import { historySection } from './html-history.ts'
import { matrix } from './html-matrix.ts'
import { probeSection } from './html-probes.ts'
import { stylesheet } from './html-style.ts'
import { truthSection } from './html-truth.ts'

/** What the page tells: the run, and what is known beside it. */
export type Report = {
  verdict: Verdict
  finishedAt: Date
  /** Runs up to this one, which is the last; empty where none is kept. */
  history: History
  /** The answers to the open questions on the same target, where they were asked. */
  probes: ProbeReport | null
}

/** One file that needs nothing else: no script, no font, no request. What is wrong comes first. */
export function htmlReport({ verdict, finishedAt, history, probes }: Report): string {
  const figures = apiFigures(verdict).filter(isWorthTelling)
  const hasFindings = verdict.findings.fresh.length > 0
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
${cards(figures, verdict)}
${failureSection(verdict, history)}
${hasFindings ? findingSection(verdict) : ''}
${historySection(history)}
${figures.map((row) => apiSection(row, verdict)).join('\n')}
${hasFindings ? '' : findingSection(verdict)}
${truthSection(verdict.truth)}
${probeSection(probes)}
</main>
</body>
</html>
`
}

function headline(verdict: Verdict): string {
  return `Conformance on ${targetNames[verdict.target]}: ${tally(verdict).join(', ')}`
}

function header(verdict: Verdict, finishedAt: Date): string {
  const state = verdict.exitCode === exitCode.passed ? 'good' : verdict.exitCode === exitCode.drift ? 'warn' : 'bad'
  const [, ...others] = verdict.runtimes
  const elsewhere = others.length === 0 ? '' : `--runtime ${others.join(',')}`
  const again = ['pnpm conformance', verdict.options, elsewhere, `--seed ${verdict.seed}`]
    .filter((part) => part !== '')
    .join(' ')
  const links = [
    ...(verdict.exitCode === exitCode.failed ? [['failed', 'What failed']] : []),
    ['audit', 'Audit'],
    ['truth', 'Coverage of truth'],
    ['probes', 'Open questions'],
  ].map(([id, title]) => `<a href="#${id}">${title}</a>`)
  return `<header class="${state}">
<h1>${text(headline(verdict))}</h1>
<p>${seconds(verdict.durationMs)} · ${text(verdict.runtimes.join(', '))} · <time datetime="${finishedAt.toISOString()}">${finishedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</time> · <code>${text(again)}</code></p>
<nav>${links.join(' ')}</nav>
</header>`
}

function cards(figures: readonly ApiFigures[], { truth }: Verdict): string {
  const items = figures.map(
    ({ api, cases, passed, failed, skipped, findings, answered, refused, coverage, durationMs }) => {
      const state = failed > 0 || coverage.gaps.length > 0 ? 'bad' : findings > 0 ? 'warn' : 'good'
      const noun = api === 'cefi-ws' ? 'messages' : 'operations'
      const met = truth?.rows.find((row) => row.api === api)
      return `<a class="card ${state}" href="#${api}">
<h2>${api}</h2>
<p><b>${passed}</b> of ${cases} passed${skipped > 0 ? `, ${skipped} skipped` : ''}</p>
<meter min="0" max="${cases}" low="${cases - 0.5}" high="${cases - 0.5}" optimum="${cases}" value="${passed}" title="${passed} of ${cases} passed"></meter>
<p>${answered} of ${coverage.subjects} ${noun} answered<br>${refused} of ${coverage.refusable} refused<br>${met === undefined ? '' : `${met.share} % of answer forms met<br>`}${count(findings, 'finding')} · ${seconds(durationMs)}</p>
</a>`
    },
  )
  return `<section class="cards">${items.join('\n')}</section>`
}

function apiSection({ api, coverage }: ApiFigures, verdict: Verdict): string {
  const own = verdict.cases.filter((one) => one.api === api)
  if (own.length === 0) return ''
  return `<section id="${api}"><h2>${api}</h2>
${matrix(
  coverage.rows,
  own.filter(({ outcome }) => outcome !== 'skipped'),
  verdict,
)}
${caseList(own, verdict)}</section>`
}
