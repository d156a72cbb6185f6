import { describe, expect, it } from 'vitest'
import type { Finding } from '../src/audit/finding.ts'
import { mergeVerdicts } from '../src/run/merge.ts'
import type { CaseVerdict, Verdict } from '../src/run/verdict.ts'

const passed: CaseVerdict = {
  id: 'auth.get-health.answers',
  runtime: 'node24',
  title: 'it answers',
  api: 'auth',
  covers: ['auth.getHealth'],
  refuses: [],
  permutation: {},
  outcome: 'passed',
  message: null,
  detail: null,
  curl: null,
  durationMs: 1,
  exchanges: 1,
}

const verdict = (runtime: string, change: Partial<Verdict> = {}): Verdict => ({
  target: 'sandbox',
  seed: 1,
  options: '',
  runtimes: [runtime],
  complete: true,
  cases: [{ ...passed, runtime }],
  coverage: { apis: [], unknown: [], needless: [] },
  findings: { fresh: [], known: [], gone: [] },
  problems: ['the list names a case that does not exist'],
  timings: [],
  truth: null,
  durationMs: 10,
  exitCode: 0,
  ...change,
})

const finding: Finding = { rule: 'not-json', api: 'auth', subject: 'getHealth', answer: '200', at: '', detail: '' }

describe('verdicts of several runtimes', () => {
  it('are one, with each case in each runtime, and a common problem told once', () => {
    const merged = mergeVerdicts(verdict('node24'), [
      verdict('bun', { problems: ['the list names a case that does not exist', 'the sandbox itself: internal-error'] }),
    ])
    expect(merged.runtimes).toEqual(['node24', 'bun'])
    expect(merged.cases.map(({ runtime }) => runtime)).toEqual(['node24', 'bun'])
    expect(merged.problems).toEqual([
      'the list names a case that does not exist',
      'bun: the sandbox itself: internal-error',
    ])
    expect(merged.durationMs).toBe(20)
  })

  it('fail when one of them does, and drift when one does and none fails', () => {
    const codes = (first: 0 | 1 | 4, second: 0 | 1 | 4) =>
      mergeVerdicts(verdict('node24', { exitCode: first }), [verdict('bun', { exitCode: second })]).exitCode
    expect([codes(0, 0), codes(0, 1), codes(1, 4), codes(0, 4), codes(4, 0)]).toEqual([0, 1, 1, 4, 4])
  })

  it('tell one finding once, with the cases of all', () => {
    const found = (id: string) => ({ fresh: [{ ...finding, cases: [id] }], known: [], gone: [] })
    const merged = mergeVerdicts(verdict('node24', { findings: found('a') }), [
      verdict('bun', { findings: found('b') }),
    ])
    expect(merged.findings.fresh).toEqual([{ ...finding, cases: ['a', 'b'] }])
  })
})
