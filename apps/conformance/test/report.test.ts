import { describe, expect, it } from 'vitest'
import { type Api, apis } from '../src/api.ts'
import { present } from '../src/case/present.ts'
import type { ApiCoverage } from '../src/coverage/coverage.ts'
import { entryOf } from '../src/history/history.ts'
import { percent } from '../src/percent.ts'
import type { ProbeReport } from '../src/probes/report.ts'
import { badge } from '../src/report/badge.ts'
import { replayCommand } from '../src/report/figures.ts'
import { htmlReport, type Report } from '../src/report/html.ts'
import { escapeHtml } from '../src/report/html-escape.ts'
import { matrix } from '../src/report/html-matrix.ts'
import { jsonReport } from '../src/report/json.ts'
import { junitReport } from '../src/report/junit.ts'
import { createStyle } from '../src/report/style.ts'
import { terminalReport } from '../src/report/terminal.ts'
import type { CaseVerdict, Verdict } from '../src/run/verdict.ts'

const when = new Date('2026-11-20T12:00:00Z')

const failed: CaseVerdict = {
  id: 'gateway.create-order.limit',
  runtime: 'node24',
  title: 'a limit order <rests>',
  api: 'gateway',
  covers: ['gateway.createOrder'],
  refuses: [],
  permutation: {},
  outcome: 'failed',
  message: `got "pending" & '<b>'\u0007`,
  detail: 'at src/cases/gateway/orders.ts:12',
  curl: "curl -X GET 'http://127.0.0.1:1/v1/gateway/orders'",
  durationMs: 40,
  exchanges: 2,
}

const verdict: Verdict = {
  target: 'sandbox',
  seed: 7,
  options: '--answer R2=after',
  runtimes: ['node24'],
  complete: true,
  cases: [
    failed,
    { ...failed, id: 'auth.get-health.answers', api: 'auth', outcome: 'passed', message: null, detail: null },
  ],
  coverage: {
    apis: apis.map((api) => ({ api, subjects: 3, answered: 2, refusable: 3, refused: 1, gaps: [], rows: [] })),
    unknown: [],
    needless: [],
  },
  findings: {
    fresh: [
      {
        rule: 'wrong-type',
        api: 'gateway',
        subject: 'getOrder',
        answer: '200',
        at: '/qty',
        detail: 'must be string',
        cases: ['x'],
      },
    ],
    known: [],
    gone: [],
  },
  problems: ['gateway.cancelOrder has no case'],
  timings: [{ subject: 'gateway.createOrder', count: 9, p50: 3, p95: 8, max: 9.5 }],
  truth: {
    rows: [
      {
        api: 'gateway',
        seen: 19,
        reachable: 20,
        share: 95,
        excused: [{ form: '#/components/schemas/Order ="<lost>"', reason: 'only a fault sends it' }],
        unseen: ['#/components/schemas/Order null'],
      },
    ],
    needless: [],
  },
  durationMs: 1234,
  exitCode: 1,
}

const probes: ProbeReport = {
  format: 'truemarkets-probes/2',
  finishedAt: when.toISOString(),
  target: 'sandbox',
  problems: [],
  questions: [
    {
      id: 'R2',
      api: 'cefi-rest',
      question: 'What is <it> called?',
      default: 'cursor',
      verdict: 'contradicted',
      choice: 'after',
      evidence: 'after moved on',
      overlay: [],
    },
  ],
}

const report: Report = { verdict, finishedAt: when, history: [], probes }

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

  it('tell on the page what failed most often first, and fold away what failed with the same words', () => {
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

  it('show what was answered of each API in the terminal, not what should have been', () => {
    const covers = (api: Api, ...names: string[]) => names.map((name) => `${api}.${name}`)
    const cases = apis.flatMap((api) => [
      { ...failed, id: `${api}.x.y`, api, covers: covers(api, 'c') },
      { ...failed, id: `${api}.x.z`, api, covers: covers(api, 'a', 'b'), outcome: 'passed' as const },
    ])
    const lines = terminalReport({ ...verdict, cases }, createStyle(false)).split('\n')
    for (const api of apis) expect(lines.find((line) => line.startsWith(`  ${api}`))).toContain(' 66 %  2 of 3 ')
  })

  it('tell in the terminal how each of several runtimes fared', () => {
    const passed: CaseVerdict = { ...failed, runtime: 'bun', outcome: 'passed' }
    const cases = [...verdict.cases, failed, passed, passed]
    const text = terminalReport({ ...verdict, cases, runtimes: ['node24', 'bun'] }, createStyle(false))
    expect(text).toContain('\n  node24   1 passed, 2 failed\n  bun      2 passed, 0 failed\n')
    expect(terminalReport(verdict, createStyle(false))).not.toContain('node24')
  })

  it('say in the terminal once what many cases failed with', () => {
    const ids = ['gateway.a', 'gateway.b', 'gateway.c']
    const cases = [...ids.map((id) => ({ ...failed, id, message: 'the same' })), { ...failed, message: 'another' }]
    const text = terminalReport({ ...verdict, cases }, createStyle(false))
    expect(text.match(/the same/g)).toHaveLength(2)
    expect(text).toContain('and 2 more cases with the same words:\n        gateway.b\n        gateway.c\n')
    expect(text.indexOf('the same')).toBeLessThan(text.indexOf('another'))
  })

  it('tell in the terminal of thirty differences, and how many more there are', () => {
    const fresh = Array.from({ length: 32 }, (_, at) => ({
      ...present(verdict.findings.fresh[0], 'one'),
      at: `/${at}`,
    }))
    const text = terminalReport({ ...verdict, findings: { ...verdict.findings, fresh } }, createStyle(false))
    expect([text.split('≠').length - 1, text.includes('… and 2 more')]).toEqual([30, true])
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

  it('show what differs from the contracts before what does not', () => {
    const page = htmlReport({ ...report, verdict: { ...verdict, exitCode: 4, problems: [] } })
    expect(page.indexOf('id="audit"')).toBeLessThan(page.indexOf('id="gateway"'))
  })

  it('leave out an API of which nothing ran and nothing is missing', () => {
    const lines = terminalReport(verdict, createStyle(false)).split('\n')
    expect(lines.filter((line) => apis.some((api) => line.startsWith(`  ${api} `)))).toHaveLength(2)
  })

  it('keep the table within a terminal of 80 columns', () => {
    const cases = apis.map((api) => ({ ...failed, id: `${api}.x.y`, api, durationMs: 123_456, exchanges: 1_234 }))
    const [table = ''] = terminalReport({ ...verdict, cases }, createStyle(false), 80).split('\n\n')
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('leave one empty line between the parts of the terminal report, also where a part has nothing to tell', () => {
    expect(terminalReport(verdict, createStyle(false))).not.toContain('\n\n\n')
  })

  it('use colour only when told to', () => {
    expect(terminalReport(verdict, createStyle(false))).not.toContain('\u001b')
    expect(terminalReport(verdict, createStyle(true))).toContain('\u001b[31m')
  })

  it('count run-wide problems as failures', () => {
    expect(JSON.parse(jsonReport(verdict, when))).toMatchObject({ summary: { passed: 1, failed: 2, findings: 1 } })
  })

  it('escape what a service may have answered', () => {
    const xml = junitReport(verdict)
    expect(xml).toContain('message="got &quot;pending&quot; &amp; &apos;&lt;b&gt;&apos;"')
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

  it('write no sign that HTML has a use for as it is', () => {
    expect(escapeHtml(`<a href="x" title='y'>&lt;</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;lt;&lt;/a&gt;',
    )
  })

  it('keep the lines of a message, which an attribute of XML would make one, and say where it failed', () => {
    const xml = junitReport({ ...verdict, cases: [{ ...failed, message: 'one\ntwo' }] })
    expect(xml).toContain('message="one&#10;two">at src/cases/gateway/orders.ts:12</failure>')
  })

  it('tell build servers where a case failed, and on which runtime', () => {
    const xml = junitReport({ ...verdict, runtimes: ['node24', 'bun'] })
    expect(xml).toContain('name="gateway.create-order.limit on node24"')
    expect(xml).toContain('>at src/cases/gateway/orders.ts:12</failure>')
  })

  it('put what belongs to no case into a JUnit suite of its own', () => {
    expect(junitReport(verdict)).toContain(
      '<testsuite name="run" tests="2" failures="2" errors="0" skipped="0" time="0.000">',
    )
  })

  it('count for build servers what failed, what was let pass, and how long it all took', () => {
    const cases = [...verdict.cases, { ...failed, id: 'gateway.flaky', outcome: 'flaky' as const }]
    const xml = junitReport({ ...verdict, cases })
    expect(xml).toContain('<testsuites name="conformance" tests="5" failures="3" errors="0" skipped="1" time="0.120">')
    expect(xml).toContain('<testsuite name="gateway" tests="2" failures="1" errors="0" skipped="1" time="0.080">')
  })

  it('show on the page what failed, with its command and its last request, before anything else', () => {
    const page = htmlReport(report)
    expect(page.indexOf('id="failed"')).toBeGreaterThan(0)
    expect(page.indexOf('id="failed"')).toBeLessThan(page.indexOf('id="audit"'))
    expect(page).toContain('curl -X GET &#39;http://127.0.0.1:1/v1/gateway/orders&#39;')
  })

  it('show operations against permutations and runtimes, with how long they took', () => {
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

  it('show which forms of answers were met, and why others cannot be', () => {
    const page = htmlReport(report)
    expect(page).toContain('<h2>Coverage of truth: 95 %</h2>')
    expect(page).toContain('only a fault sends it')
    expect(htmlReport({ ...report, verdict: { ...verdict, truth: null } })).toContain('Not measured')
  })

  it('show the open questions, contradictions first, or how to ask them', () => {
    expect(htmlReport(report)).toContain('0 confirmed · 1 contradicted · 0 undetermined')
    expect(htmlReport({ ...report, probes: null })).toContain('pnpm conformance --probes')
  })

  it('show earlier runs, what is new and what is fixed', () => {
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

  it('call a drift by its name, and not a failure', () => {
    const cases = verdict.cases.map((one) => ({ ...one, outcome: 'passed' as const }))
    const drift: Verdict = { ...verdict, target: 'uat', cases, problems: [], exitCode: 4 }
    expect(htmlReport({ ...report, verdict: drift })).toContain(
      '<h1>Conformance on UAT: 2 passed, 0 failed, 1 audit finding</h1>',
    )
    expect(terminalReport(drift, createStyle(false))).toContain('2 passed · 0 failed · 1 audit finding')
  })

  it('show a card of each API of which something ran: red where a case failed, yellow where an answer differs', () => {
    const cards = (verdict: Verdict) =>
      [...htmlReport({ ...report, verdict }).matchAll(/class="card (\w+)" href="#([a-z-]+)"/g)].map(
        ([, state, api]) => `${api} ${state}`,
      )
    expect(cards(verdict)).toEqual(['auth good', 'gateway bad'])
    const passed = verdict.cases.map((one) => ({ ...one, outcome: 'passed' as const }))
    expect(cards({ ...verdict, cases: passed })).toEqual(['auth good', 'gateway warn'])
  })

  it('show an API as red that has an operation without a case', () => {
    const apis = verdict.coverage.apis.map((one) =>
      one.api === 'auth' ? { ...one, gaps: [{ subject: 'auth.getHealth' as const, missing: 'answer' as const }] } : one,
    )
    const page = htmlReport({ ...report, verdict: { ...verdict, coverage: { ...verdict.coverage, apis } } })
    expect(page).toContain('class="card bad" href="#auth"')
  })

  it('count on the badge what passed, and call a drift by its name there too', () => {
    expect(badge(281, 281, 0)).toContain('aria-label="conformance: 281/281"')
    expect(badge(281, 281, 4)).toContain('aria-label="conformance: 281/281, drift"')
  })

  it('need nothing from the network to be read', () => {
    expect(htmlReport(report)).not.toMatch(/<(script|link|img|iframe)|src=|@import|url\(/)
  })

  it('never round coverage up to the whole', () => {
    expect(percent(299, 300)).toBe(99)
  })
})
