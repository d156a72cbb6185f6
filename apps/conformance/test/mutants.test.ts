import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { cases } from '../src/cases/index.ts'
import { loadContracts } from '../src/contract/load.ts'
import { type Hunted, hunt, isKilled } from '../src/mutants/hunt.ts'
import { mutants } from '../src/mutants/index.ts'
import { type Mutant, onSuccess } from '../src/mutants/mutant.ts'
import { hasFailed } from '../src/mutants/report.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

const hunted = (part: Partial<Hunted>): Hunted => ({
  mutant: 'm',
  title: 't',
  cases: 1,
  killers: [],
  findings: [],
  ...part,
})
const huntOne = (mutant: Mutant) =>
  hunt(
    mutant,
    cases,
    loadContracts(),
    () => sandboxTarget(1),
    () => performance.now(),
  )

describe('a hunt', () => {
  it('fails when a mutant survives', () => {
    expect(hasFailed({ hunted: [hunted({ killers: ['a'] }), hunted({})], unsound: [], durationMs: 1 })).toBe(true)
  })

  it('fails when a control is killed, whatever else was', () => {
    expect(
      hasFailed({ hunted: [hunted({ killers: ['a'] })], unsound: [hunted({ killers: ['b'] })], durationMs: 1 }),
    ).toBe(true)
  })

  it('passes when every mutant was noticed, by a case or by the audit alone', () => {
    const both = [hunted({ killers: ['a'] }), hunted({ findings: ['wrong-type'] })]
    expect(hasFailed({ hunted: both, unsound: [], durationMs: 1 })).toBe(false)
  })

  it('lets a fault that changes nothing survive', async () => {
    const harmless = onSuccess('harmless', 'nothing is wrong', ['auth.getJwks'], () => {})
    expect(isKilled(await huntOne(harmless))).toBe(false)
  })

  it('kills a real fault by the case that is about it', async () => {
    const empty = onSuccess('empty', 'the key set is empty', ['auth.getJwks'], (body) => void (body['keys'] = []))
    expect((await huntOne(empty)).killers).toEqual(['auth.get-jwks.verifies-tokens'])
  })
})

describe('the mutants', () => {
  it('have names of their own', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
  })

  it('each break something that cases are about', () => {
    const known = new Set(cases.flatMap(({ covers, refuses }) => [...covers, ...refuses]))
    expect(mutants.filter(({ breaks }) => !breaks.some((subject) => known.has(subject)))).toEqual([])
  })
})
