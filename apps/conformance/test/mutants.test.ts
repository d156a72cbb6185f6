import { performance } from 'node:perf_hooks'
import { soundRules } from '@truemarkets/sandbox'
import { describe, expect, it } from 'vitest'
import type { CaseContext } from '../src/case/context.ts'
import { defineCase } from '../src/case/define.ts'
import { cases } from '../src/cases/index.ts'
import { loadContracts } from '../src/contract/load.ts'
import { type Hunted, hunt, isKilled } from '../src/mutants/hunt.ts'
import { huntAll } from '../src/mutants/hunt-all.ts'
import { mutants } from '../src/mutants/index.ts'
import type { Mutant } from '../src/mutants/mutant.ts'
import { hasFailed, huntText } from '../src/mutants/report.ts'
import { onSuccess } from '../src/mutants/wire/spoil.ts'
import { createStyle } from '../src/report/style.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

const hunted = (part: Partial<Hunted>): Hunted => ({
  mutant: 'm',
  title: 't',
  fault: 'wire',
  cases: 1,
  ran: 1,
  killer: null,
  findings: [],
  ...part,
})
const namesOf = (part: string, rules: object) => Object.keys(rules).map((name) => `${part}.${name}`)
const huntOne = (mutant: Mutant) =>
  hunt(
    mutant,
    cases,
    loadContracts(),
    (broken) => sandboxTarget(1, {}, broken),
    () => performance.now(),
  )

describe('a hunt', () => {
  it('fails when a mutant survives', () => {
    expect(
      hasFailed({ hunted: [hunted({ killer: 'a' }), hunted({})], unsound: [], spared: 0, durationMs: 1, problems: [] }),
    ).toBe(true)
  })

  it('fails when a control is killed, whatever else was', () => {
    expect(
      hasFailed({
        hunted: [hunted({ killer: 'a' })],
        unsound: [hunted({ killer: 'b' })],
        spared: 0,
        durationMs: 1,
        problems: [],
      }),
    ).toBe(true)
  })

  it('passes when every mutant was noticed, by a case or by the audit alone', () => {
    const both = [hunted({ killer: 'a' }), hunted({ findings: ['wrong-type'] })]
    expect(hasFailed({ hunted: both, unsound: [], spared: 0, durationMs: 1, problems: [] })).toBe(false)
    expect(hasFailed({ hunted: both, unsound: [], spared: 1, durationMs: 1, problems: [] })).toBe(true)
  })

  it('spares what it has not begun when it is stopped, and fails for it', async () => {
    const report = await huntAll({
      mutants: mutants.slice(0, 6),
      controls: [],
      cases,
      contracts: loadContracts(),
      start: () => Promise.reject(new Error('nothing is begun')),
      monotonic: () => 0,
      onMutant: () => {},
      stop: AbortSignal.abort(),
      problems: () => [],
    })
    expect([report.spared, hasFailed(report)]).toEqual([6, true])
    expect(huntText(report, createStyle(false))).toContain('the hunt was stopped before 6 mutants')
  })

  it('lets a fault that changes nothing survive', async () => {
    const harmless = onSuccess('harmless', 'nothing is wrong', ['auth.getJwks'], () => {})
    expect(isKilled(await huntOne(harmless))).toBe(false)
  })

  it('kills a real fault by the case that is about it', async () => {
    const empty = onSuccess('empty', 'the key set is empty', ['auth.getJwks'], (body) => void (body['keys'] = []))
    expect((await huntOne(empty)).killer).toBe('auth.get-jwks.verifies-tokens')
  })
})

describe('a hunt on a machine that is busy', () => {
  const claim = { title: '', covers: ['auth.getJwks'] as const, touches: 'read' as const }
  const harmless = onSuccess('harmless', 'nothing is wrong', ['auth.getJwks'], () => {})
  const hunting = (timeoutMs: number, run: (context: CaseContext) => Promise<void>) =>
    hunt(
      harmless,
      [defineCase({ id: 'auth.slow', ...claim, timeoutMs, run })],
      loadContracts(),
      (broken) => sandboxTarget(1, {}, broken),
      () => performance.now(),
    )

  it('takes no kill for one that a sound sandbox would have suffered as well', async () => {
    const late = async (context: CaseContext) => {
      await context.auth().getJwks()
      // Longer than the first part of the patience, shorter than the second.
      await new Promise((resolve) => setTimeout(resolve, 700))
    }
    expect(isKilled(await hunting(5_000, late))).toBe(false)
  })

  it('takes no kill for one that a moment of the machine made, and that does not come again', async () => {
    // Long enough that this machine adds no moment of its own.
    const timeoutMs = 300_000
    let goes = 0
    const stalledOnce = async (context: CaseContext) => {
      await context.auth().getJwks()
      goes += 1
      if (goes === 1) throw new Error('the machine stalled')
    }
    expect(isKilled(await hunting(timeoutMs, stalledOnce))).toBe(false)
    expect(goes).toBeGreaterThan(1)
  })

  it('takes no case at its word that fails on a sound sandbox whatever it is given', async () => {
    expect(isKilled(await hunting(5_000, () => Promise.reject(new Error('always'))))).toBe(false)
  })
})

describe('the mutants', () => {
  it('have names of their own', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
  })

  it('break every rule of the sandbox, so that each is known to be looked at', () => {
    const broken = mutants.flatMap((mutant) =>
      mutant.kind === 'rule' ? Object.entries(mutant.broken).flatMap(([part, rules]) => namesOf(part, rules)) : [],
    )
    const rules = Object.entries<object>({ ...soundRules }).flatMap(([part, rules]) => namesOf(part, rules))
    expect(rules.filter((name) => !broken.includes(name))).toEqual([])
  })

  it('each break something that cases are about', () => {
    const known = new Set(cases.flatMap(({ covers, refuses }) => [...covers, ...refuses]))
    expect(mutants.filter(({ breaks }) => !breaks.some((subject) => known.has(subject)))).toEqual([])
  })
})
