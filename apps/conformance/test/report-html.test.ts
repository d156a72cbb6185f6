import { describe, expect, it } from 'vitest'
import { entryOf } from '../src/history/history.ts'
import { htmlReport } from '../src/report/html.ts'
import { escapeHtml } from '../src/report/html-escape.ts'
import { matrix } from '../src/report/html-matrix.ts'
import type { CaseVerdict, Verdict } from '../src/run/verdict.ts'
import { failed, probes, report, verdict, when } from './sample-report.ts'

describe('the report as a page', () => {
  it('tells what failed most often first, and folds away what failed with the same words', () => {
    const same = ['a', 'b', 'c'].map((name) => ({
      ...failed,
      id: `gateway.x.${name}`,
      title: name,
      message: 'no route',
    }))
    const page = htmlReport({ ...report, verdict: { ...verdict, cases: [failed, ...same] } })
    expect(page).toContain('<summary>2 more cases with the same words</summary>')
    const places = ['<h3>a</h3>', '<summary>2 more', '<h3>b</h3>', '<h3>c</h3>', `<code>${failed.id}</code>`]
    const found = places.map((place) => page.indexOf(place))
    expect(found).not.toContain(-1)
    expect(found).toEqual([...found].sort((left, right) => left - right))
  })

  it('shows what differs from the contracts before what does not', () => {
    const page = htmlReport({ ...report, verdict: { ...verdict, exitCode: 4, problems: [] } })
    expect(page.indexOf('id="audit"')).toBeLessThan(page.indexOf('id="gateway"'))
  })

  it('has no sign that HTML has a use for as it is', () => {
    expect(escapeHtml(`<a href="x" title='y'>&lt;</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;lt;&lt;/a&gt;',
    )
  })

  it('shows what failed, with its command and its last request, before anything else', () => {
    const page = htmlReport(report)
    expect(page.indexOf('id="failed"')).toBeGreaterThan(0)
    expect(page.indexOf('id="failed"')).toBeLessThan(page.indexOf('id="audit"'))
    expect(page).toContain('curl -X GET &#39;http://127.0.0.1:1/v1/gateway/orders&#39;')
  })

  it('shows operations against permutations and runtimes, with how long they took', () => {
    // The operation is what the row is about.
    const permutation = { operation: 'createOrder', version: 'v2026_01_23' }
    const own: CaseVerdict = { ...failed, permutation, outcome: 'passed' }
    const rows = [{ subject: 'gateway.createOrder' as const, sends: true, answeredBy: [own.id], refusedBy: [] }]
    const elsewhere: CaseVerdict = { ...own, runtime: 'bun', outcome: 'failed' }
    const page = matrix(rows, [own, elsewhere], { ...verdict, runtimes: ['node24', 'bun'] })
    const heads = [...page.matchAll(/<th>([^<]+)<\/th>/g)].map(([, head]) => head)
    expect(heads).toEqual(['answered', 'refused', 'v2026_01_23', 'node24', 'bun', 'findings', 'time, half · 95 %'])
    const cells = [...page.matchAll(/<td class="(\w+)"/g)].map(([, state]) => state)
    expect(cells).toEqual(['bad', 'none', 'bad', 'good', 'bad', 'none', 'time'])
    expect(page).toContain('9 answers: half within 3 ms, 95 % within 8 ms, all within 9.5 ms')
  })

  it('shows which forms of answers were met, and why others cannot be', () => {
    const page = htmlReport(report)
    expect(page).toContain('<h2>Coverage of truth: 95 %</h2>')
    expect(page).toContain('only a fault sends it')
    expect(htmlReport({ ...report, verdict: { ...verdict, truth: null } })).toContain('Not measured')
  })

  it('shows the open questions, contradictions first, or how to ask them', () => {
    expect(htmlReport(report)).toContain('0 confirmed · 1 contradicted · 0 undetermined')
    expect(htmlReport({ ...report, probes: null })).toContain('pnpm conformance --probes')
    expect(htmlReport({ ...report, probes: { ...probes, target: 'production' } })).toContain('Asked on production, ')
  })

  it('says when a question was asked that was not among those of the last time', () => {
    const later = { ...probes, finishedAt: '2026-12-24T03:25:07.000Z' }
    expect(htmlReport({ ...report, probes: later })).toContain(`(asked on ${when.toISOString().slice(0, 10)})`)
    expect(htmlReport(report)).not.toContain('(asked on')
  })

  it('says beside what failed since when it does, where earlier runs are known', () => {
    const entry = entryOf(verdict, when)
    const before = { ...entry, finishedAt: '2026-11-18T03:25:07.000Z', failed: [failed.id] }
    const page = htmlReport({ ...report, history: [before, entry] })
    expect(page).toContain(`<code>${failed.id}</code> <span class="soft">since 2026-11-18 03:25 UTC</span>`)
    expect(page).toContain('gateway.cancelOrder has no case <span class="soft">new in this run</span>')
    expect(htmlReport({ ...report, history: [entry] })).not.toContain('new in this run')
  })

  it('shows earlier runs, what is new and what is fixed', () => {
    const entry = entryOf(verdict, when)
    const before = { ...entry, failed: ['gateway.once-broken'] }
    const page = htmlReport({ ...report, history: [before, entry] })
    expect(page).toContain('2 runs on the sandbox')
    expect(page).toContain(
      '<p>New since the last:</p><ul class="changes"><li><code>gateway.create-order.limit</code></li>',
    )
    expect(page).toContain(
      '<p>Fixed since the last:</p><ul class="changes"><li><code>gateway.once-broken</code></li></ul>',
    )
  })

  it('shows a card of each API of which something ran: red where a case failed, yellow where an answer differs', () => {
    const cards = (verdict: Verdict) =>
      [...htmlReport({ ...report, verdict }).matchAll(/class="card (\w+)" href="#([a-z-]+)"/g)].map(
        ([, state, api]) => `${api} ${state}`,
      )
    expect(cards(verdict)).toEqual(['auth good', 'gateway bad'])
    const passed = verdict.cases.map((one) => ({ ...one, outcome: 'passed' as const }))
    expect(cards({ ...verdict, cases: passed })).toEqual(['auth good', 'gateway warn'])
  })

  it('shows an API as red that has an operation without a case', () => {
    const apis = verdict.coverage.apis.map((one) =>
      one.api === 'auth' ? { ...one, gaps: [{ subject: 'auth.getHealth' as const, missing: 'answer' as const }] } : one,
    )
    const page = htmlReport({ ...report, verdict: { ...verdict, coverage: { ...verdict.coverage, apis } } })
    expect(page).toContain('class="card bad" href="#auth"')
  })

  it('needs nothing from the network to be read', () => {
    expect(htmlReport(report)).not.toMatch(/<(script|link|img|iframe)|src=|@import|url\(/)
  })
})
