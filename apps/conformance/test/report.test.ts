import { describe, expect, it } from 'vitest'
import type { ApiCoverage } from '../src/coverage/coverage.ts'
import { entryOf } from '../src/history/history.ts'
import { percent } from '../src/percent.ts'
import { badge } from '../src/report/badge.ts'
import { replayCommand } from '../src/report/figures.ts'
import { htmlReport, type Report } from '../src/report/html.ts'
import { jsonReport } from '../src/report/json.ts'
import { junitReport } from '../src/report/junit.ts'
import { createStyle } from '../src/report/style.ts'
import { terminalReport } from '../src/report/terminal.ts'
import type { Verdict } from '../src/run/verdict.ts'
import { failed, probes, report, verdict, when } from './sample-report.ts'

/** Words that the code compares, and times: no service writes them. */
const ours: ReadonlySet<string> = new Set(['api', 'target', 'outcome', 'rule', 'format', 'verdict', 'finishedAt'])

/** A value with markup behind every text in it. */
function planted(value: unknown): unknown {
  if (typeof value === 'string') return `${value}"i<i>`
  if (Array.isArray(value)) return value.map(planted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      ours.has(name) && typeof inner === 'string' ? inner : planted(inner),
    ]),
  )
}

it('the command that repeats a case names the runtime that it failed in, unless it is the first', () => {
  const run = { ...verdict, runtimes: ['node24', 'bun'] }
  expect([failed.runtime, 'bun'].map((runtime) => replayCommand(run, { id: failed.id, runtime }))).toEqual([
    `pnpm conformance --answer R2=after --case ${failed.id} --seed 7`,
    `pnpm conformance --answer R2=after --runtime bun --case ${failed.id} --seed 7`,
  ])
})

describe('the reports', () => {
  it('print the command that repeats a failure', () => {
    const command = 'pnpm conformance --answer R2=after --case gateway.create-order.limit --seed 7'
    expect(terminalReport(verdict, createStyle(false))).toContain(command)
    expect(htmlReport(report)).toContain(command)
    expect(jsonReport(verdict, when)).toContain(command)
  })

  it('say once what differs in many answers', () => {
    const [one] = verdict.findings.fresh
    const alike = ['listOrders', 'getPortfolio'].map((subject) => ({ ...one, subject, cases: ['y'] }))
    const findings = { ...verdict.findings, fresh: [one, ...alike] as Verdict['findings']['fresh'] }
    expect(terminalReport({ ...verdict, findings }, createStyle(false))).toContain(
      '≠ gateway.getOrder 200 wrong-type /qty must be string, as in 2 more answers (x)\n',
    )
    const page = htmlReport({ ...report, verdict: { ...verdict, findings } })
    expect(page).toContain('gateway.getOrder 200 and 2 more</td>')
    expect(page).toContain('gateway.listOrders 200')
  })

  it('count run-wide problems as failures', () => {
    expect(JSON.parse(jsonReport(verdict, when))).toMatchObject({ summary: { passed: 1, failed: 2, findings: 1 } })
  })

  it('escape every text that they are given, wherever it stands', () => {
    const cases = [...verdict.cases, { ...failed, id: 'gateway.other', permutation: { path: 'any' } }]
    const runtimes = ['node24', 'bun']
    const rows: ApiCoverage['rows'] = [
      { subject: 'gateway.createOrder', sends: true, answeredBy: [failed.id], refusedBy: [] },
    ]
    const apis = verdict.coverage.apis.map((one) => ({ ...one, rows }))
    const whole: Verdict = { ...verdict, cases, runtimes, coverage: { ...verdict.coverage, apis } }
    const history = [entryOf({ ...whole, cases: [] }, when), entryOf(whole, when)]
    const spoilt = planted({ verdict: whole, history, probes }) as Omit<Report, 'finishedAt'>
    const page = htmlReport({ ...spoilt, finishedAt: when })
    const xml = junitReport(spoilt.verdict)
    expect([page, xml].map((text) => text.match(/.{0,60}<i>|="[^"]*"i/)?.[0] ?? 'nothing')).toEqual([
      'nothing',
      'nothing',
    ])
    // It is all there.
    expect(page.split('&quot;i&lt;i&gt;').length).toBeGreaterThan(40)
    expect(xml.split('&quot;i&lt;i&gt;').length).toBeGreaterThan(6)
  })

  it('call a drift by its name, and not a failure', () => {
    const cases = verdict.cases.map((one) => ({ ...one, outcome: 'passed' as const }))
    const drift: Verdict = { ...verdict, target: 'uat', cases, problems: [], exitCode: 4 }
    expect(htmlReport({ ...report, verdict: drift })).toContain(
      '<h1>Conformance on UAT: 2 passed, 0 failed, 1 audit finding</h1>',
    )
    expect(terminalReport(drift, createStyle(false))).toContain('2 passed · 0 failed · 1 audit finding')
  })

  it('count on the badge what passed, and call a drift by its name there too', () => {
    expect(badge(281, 281, 0)).toContain('aria-label="conformance: 281/281"')
    expect(badge(281, 281, 4)).toContain('aria-label="conformance: 281/281, drift"')
  })

  it('never round coverage up to the whole', () => {
    expect(percent(299, 300)).toBe(99)
  })
})
