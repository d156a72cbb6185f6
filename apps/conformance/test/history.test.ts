import { describe, expect, it } from 'vitest'
import { alertFor, changeSince, type Entry, failingSince, remember } from '../src/history/history.ts'

const entry = (exitCode: Entry['exitCode'], failed: string[] = []): Entry => ({
  finishedAt: '2026-11-20T00:00:00.000Z',
  target: 'uat',
  seed: 1,
  options: '--target uat',
  exitCode,
  passed: 1,
  failed,
  findings: [],
})

describe('the alert', () => {
  const table: [string, Entry['exitCode'][], ReturnType<typeof alertFor>][] = [
    ['waits before the first run', [], 'wait'],
    ['waits after one red night', [0, 1], 'wait'],
    ['is raised after two red nights', [0, 1, 1], 'raise'],
    ['counts drift as red', [0, 4, 1], 'raise'],
    ['is withdrawn by a green night', [1, 1, 0], 'withdraw'],
    ['takes a skipped night for neither', [1, 3, 1], 'raise'],
    ['does not take a skipped night for green', [1, 1, 3], 'raise'],
  ]
  for (const [what, codes, expected] of table) {
    it(`${what} (${expected})`, () => {
      expect(alertFor(codes.map((code) => entry(code)))).toBe(expected)
    })
  }
})

describe('the history', () => {
  it('says what is new and what is fixed since the last run on the same target', () => {
    const before = [entry(1, ['a', 'b']), { ...entry(1, ['c']), target: 'sandbox' as const }]
    expect(changeSince(before, entry(1, ['b', 'd']))).toEqual({ appeared: ['d'], gone: ['a'] })
  })

  it.each([
    ['a case', 'cefi-ws.trade.prints'],
    ['a finding', 'wrong-type | cefi-ws.trade | UPDATE | /qty | must be string'],
  ])('does not take %s for fixed, nor for new, where its API was away', (_, failure) => {
    const at = (finishedAt: string, failed: string[], tried: Entry['tried'] = ['gateway', 'cefi-ws']): Entry => ({
      ...entry(1, failed),
      finishedAt,
      tried,
    })
    const before = [at('1', []), at('2', [failure, 'gateway.get-order.refused'])]
    const partly = at('3', ['no WebSocket opens'], ['gateway'])
    expect(changeSince(before, partly)?.gone).toEqual(['gateway.get-order.refused'])
    expect(failingSince([...before, partly, at('4', [failure])], failure)?.finishedAt).toBe('2')
    expect(changeSince(before, at('3', []))?.gone).toEqual([failure, 'gateway.get-order.refused'])
  })

  it('has nothing to compare the first run with', () => {
    expect(changeSince([], entry(0))).toBeNull()
  })

  it('knows since when something fails in every run that could have shown it', () => {
    const at = (finishedAt: string, failed: string[], passed = 1): Entry => ({
      ...entry(1, failed),
      finishedAt,
      passed,
    })
    const elsewhere = { ...at('5', []), target: 'sandbox' as const }
    const runs = [at('1', ['a']), at('2', []), at('3', ['a']), at('4', ['away'], 0), elsewhere, at('6', ['a', 'b'])]
    expect(failingSince(runs, 'a')?.finishedAt).toBe('3')
    expect(failingSince(runs, 'b')?.finishedAt).toBe('6')
    expect(failingSince(runs, 'away')).toBeNull()
    expect(failingSince([], 'a')).toBeNull()
  })

  it('forgets the oldest runs', () => {
    const long = Array.from({ length: 500 }, () => entry(0)).reduce<readonly Entry[]>(remember, [])
    expect(long).toHaveLength(400)
  })
})
