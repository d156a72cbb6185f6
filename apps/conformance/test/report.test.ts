import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { apis } from '../src/api.ts'
import { percent } from '../src/report/figures.ts'
import { htmlReport } from '../src/report/html.ts'
import { jsonReport } from '../src/report/json.ts'
import { junitReport } from '../src/report/junit.ts'
import { createStyle } from '../src/report/style.ts'
import { terminalReport } from '../src/report/terminal.ts'
import type { CaseVerdict, Verdict } from '../src/run/verdict.ts'

const when = new Date('2026-11-20T12:00:00Z')

const failed: CaseVerdict = {
  id: 'gateway.create-order.limit',
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
  durationMs: 1234,
  exitCode: 1,
}

describe('the reports', () => {
  it('print the command that repeats a failure', () => {
    const command = 'pnpm conformance --answer R2=after --case gateway.create-order.limit --seed 7'
    expect(terminalReport(verdict, createStyle(false), [])).toContain(command)
    expect(htmlReport(verdict, when)).toContain(command)
    expect(jsonReport(verdict, when)).toContain(command)
  })

  it('show a coverage line for each API in the terminal', () => {
    const cases = apis.map((api) => ({ ...failed, id: `${api}.x.y`, api }))
    const lines = terminalReport({ ...verdict, cases }, createStyle(false), []).split('\n')
    for (const api of apis) expect(lines.find((line) => line.startsWith(`  ${api}`))).toContain(' 66 %  2 of 3 ')
  })

  it('leave out an API of which nothing ran and nothing is missing', () => {
    const lines = terminalReport(verdict, createStyle(false), []).split('\n')
    expect(lines.filter((line) => apis.some((api) => line.startsWith(`  ${api} `)))).toHaveLength(2)
  })

  it('use colour only when told to', () => {
    expect(terminalReport(verdict, createStyle(false), [])).not.toContain('\u001b')
    expect(terminalReport(verdict, createStyle(true), [])).toContain('\u001b[31m')
  })

  it('count run-wide problems as failures', () => {
    expect(JSON.parse(jsonReport(verdict, when))).toMatchObject({ summary: { passed: 1, failed: 2, findings: 1 } })
  })

  it('escape what a service may have answered', () => {
    const xml = junitReport(verdict)
    expect(xml).toContain('message="got &quot;pending&quot; &amp; &apos;&lt;b&gt;&apos;"')
    expect(htmlReport(verdict, when)).toContain('a limit order &lt;rests&gt;')
    expect(htmlReport(verdict, when)).not.toContain('<b>&#39;')
  })

  it('put what belongs to no case into a JUnit suite of its own', () => {
    expect(junitReport(verdict)).toContain('<testsuite name="run" tests="2" failures="2">')
  })

  it('need nothing from the network to be read', () => {
    expect(htmlReport(verdict, when)).not.toMatch(/<(script|link|img|iframe)|src=|@import|url\(/)
  })

  it('never round coverage up to the whole', () => {
    expect(percent(299, 300)).toBe(99)
  })
})

describe('the published schema of the JSON report', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../report.schema.json'), 'utf8')) as AnySchemaObject
  const ajv = new Ajv2020({ allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  const report = () => JSON.parse(jsonReport(verdict, when)) as Record<string, unknown>

  it('accepts a report', () => {
    expect([validate(report()), validate.errors]).toEqual([true, null])
  })

  it('refuses a report with a member it does not describe', () => {
    expect(validate({ ...report(), body: 'what was sent' })).toBe(false)
  })
})
