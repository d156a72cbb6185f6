import { describe, expect, it } from 'vitest'
import { type Api, apis } from '../src/api.ts'
import { present } from '../src/case/present.ts'
import { createStyle, hasColour } from '../src/report/style.ts'
import { terminalReport } from '../src/report/terminal.ts'
import { untold } from '../src/run/describe-problem.ts'
import type { CaseVerdict } from '../src/run/verdict.ts'
import { failed, verdict } from './sample-report.ts'

describe('the report in the terminal', () => {
  it('shows what was answered of each API, not what should have been', () => {
    const covers = (api: Api, ...names: string[]) => names.map((name) => `${api}.${name}`)
    const cases = apis.flatMap((api) => [
      { ...failed, id: `${api}.x.y`, api, covers: covers(api, 'c') },
      { ...failed, id: `${api}.x.z`, api, covers: covers(api, 'a', 'b'), outcome: 'passed' as const },
    ])
    const lines = terminalReport({ ...verdict, cases }, createStyle(false)).split('\n')
    for (const api of apis) expect(lines.find((line) => line.startsWith(`  ${api}`))).toContain(' 66 %  2 of 3 ')
  })

  it('tells how each of several runtimes fared', () => {
    const passed: CaseVerdict = { ...failed, runtime: 'bun', outcome: 'passed' }
    const skipped: CaseVerdict = { ...passed, outcome: 'skipped' }
    const cases = [...verdict.cases, failed, passed, passed, skipped]
    const text = terminalReport({ ...verdict, cases, runtimes: ['node24', 'bun'] }, createStyle(false))
    expect(text).toContain('\n  node24   1 passed, 2 failed\n  bun      2 passed, 0 failed\n')
    expect(terminalReport(verdict, createStyle(false))).not.toContain('node24')
  })

  it('says once what many cases failed with', () => {
    const ids = ['gateway.a', 'gateway.b', 'gateway.c']
    const cases = [...ids.map((id) => ({ ...failed, id, message: 'the same' })), { ...failed, message: 'another' }]
    const text = terminalReport({ ...verdict, cases }, createStyle(false))
    expect(text.match(/the same/g)).toHaveLength(2)
    expect(text).toContain('and 2 more cases with the same words:\n        gateway.b\n        gateway.c\n')
    expect(text.indexOf('the same')).toBeLessThan(text.indexOf('another'))
  })

  it('takes no two failures for one of which it may not tell the values, unless they are of one place', () => {
    const at = (id: string, detail: string) => ({ ...failed, id, message: untold, detail })
    const cases = [at('gateway.a', 'at one'), at('gateway.b', 'at one'), at('gateway.c', 'at another')]
    const text = terminalReport({ ...verdict, cases }, createStyle(false))
    expect(text.split(untold)).toHaveLength(3)
    expect(text).toContain('and 1 more case with the same words:\n        gateway.b\n')
  })

  it('tells of thirty differences, and how many more there are', () => {
    const fresh = Array.from({ length: 32 }, (_, at) => ({
      ...present(verdict.findings.fresh[0], 'one'),
      at: `/${at}`,
    }))
    const text = terminalReport({ ...verdict, findings: { ...verdict.findings, fresh } }, createStyle(false))
    expect([text.split('≠').length - 1, text.includes('… and 2 more')]).toEqual([30, true])
  })

  it('leaves out an API of which nothing ran and nothing is missing', () => {
    const lines = terminalReport(verdict, createStyle(false)).split('\n')
    expect(lines.filter((line) => apis.some((api) => line.startsWith(`  ${api} `)))).toHaveLength(2)
  })

  it('keeps the table within a terminal of 80 columns', () => {
    const cases = apis.map((api) => ({ ...failed, id: `${api}.x.y`, api, durationMs: 123_456, exchanges: 1_234 }))
    const [table = ''] = terminalReport({ ...verdict, cases }, createStyle(false), 80).split('\n\n')
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('leaves one empty line between its parts, also where a part has nothing to tell', () => {
    expect(terminalReport(verdict, createStyle(false))).not.toContain('\n\n\n')
  })

  it('uses colour only when told to', () => {
    expect(terminalReport(verdict, createStyle(false))).not.toContain('\u001b')
    expect(terminalReport(verdict, createStyle(true))).toContain('\u001b[31m')
  })

  it('is told so by a terminal, unless NO_COLOR holds anything (no-color.org)', () => {
    expect(hasColour({ isTTY: true }, {})).toBe(true)
    expect(hasColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true)
    expect(hasColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false)
    expect(hasColour({}, {})).toBe(false)
  })
})
