import { describe, expect, it } from 'vitest'
import { accepted } from '../src/audit/baseline.ts'
import { cases } from '../src/cases/index.ts'
import { subjects } from '../src/contract/contracts.ts'
import { loadContracts } from '../src/contract/load.ts'
import { coverage } from '../src/coverage/coverage.ts'
import { exemptions } from '../src/coverage/exemptions.ts'
import { lists } from '../src/run/lists.ts'
import { enoughRuns, neverFailed } from '../src/run/stability.ts'
import { unreachable } from '../src/truth/unreachable.ts'

/** How long each list was when somebody last looked. A list may only shrink; shrink the figure with it. */
const longest = {
  'cases known to fail': [lists.knownFailing.length, 0],
  'cases known to be flaky': [lists.knownFlaky.length, 0],
  'unsupported cases': [lists.unsupported.length, 0],
  'accepted findings of the audit': [accepted.length, 0],
  'operations without a case': [exemptions.length, 2],
  'forms that no answer can take': [unreachable.length, 22],
} as const

describe('the lists of what is let pass', () => {
  it.each(Object.entries(longest))('%s did not grow', (_, [length, most]) => {
    expect(length).toBe(most)
  })

  it('are about the real suite: every operation and message has its cases', () => {
    const { apis, unknown, needless } = coverage(subjects(loadContracts()), cases, exemptions)
    expect({ gaps: apis.flatMap(({ gaps }) => gaps), unknown, needless }).toEqual({
      gaps: [],
      unknown: [],
      needless: [],
    })
  })

  it('notice an operation whose last case is taken away', () => {
    const operation = 'gateway.listTransactions'
    const without = cases.filter(({ covers, refuses }) => ![...covers, ...refuses].includes(operation))
    const gaps = coverage(subjects(loadContracts()), without, exemptions).apis.flatMap(({ gaps }) => gaps)
    expect(gaps).toEqual([
      { subject: operation, missing: 'answer' },
      { subject: operation, missing: 'refusal' },
    ])
  })

  it('let go of a flaky case that never fails', () => {
    const flaky = {
      knownFailing: [],
      unsupported: [],
      knownFlaky: [{ case: 'a.b', reason: 'x', targets: ['sandbox' as const] }],
    }
    const runs = (outcomes: ('passed' | 'flaky')[]) =>
      outcomes.map((outcome) => ({ target: 'sandbox' as const, cases: [{ id: 'a.b', outcome }] as never }))
    const calm = Array.from({ length: enoughRuns }, () => 'passed' as const)
    expect(neverFailed(runs(calm), flaky)).toEqual(['a.b'])
    expect(neverFailed(runs([...calm, 'flaky']), flaky)).toEqual([])
    expect(neverFailed(runs(calm.slice(1)), flaky)).toEqual([])
  })
})
