import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { type Asked, ask, reasonToSpare } from '../src/probes/ask.ts'
import { probes } from '../src/probes/index.ts'
import type { Probe } from '../src/probes/probe.ts'
import { type Question, readQuestions } from '../src/probes/questions.ts'
import { questionProblems, unasked } from '../src/probes/unasked.ts'
import { opener } from '../src/target/open.ts'
import { silence, type World, worldOf } from './possible-worlds.ts'

const questions = readQuestions(join(import.meta.dirname, '../../../specs'))

async function askIn(question: Question, probe: Probe, { target, speed = 1 }: World): Promise<Asked> {
  const monotonic = () => performance.now() * speed
  try {
    return await ask(question, probe, opener(target, 1, monotonic), { monotonic, slowness: target.slowness })
  } finally {
    await target.close()
  }
}

const asked = probes.flatMap((probe) => {
  const question = questions.find(({ id }) => id === probe.question)
  return question === undefined ? [] : [{ probe, question }]
})

describe.concurrent('each probe says what is the case', { timeout: 30_000 }, () => {
  for (const { probe, question } of asked) {
    for (const [place, choice] of question.choices.entries()) {
      const verdict = place === 0 ? 'confirmed' : 'contradicted'
      it(`${question.id} is ${verdict} in the world of ${choice}`, async ({ expect }) => {
        const world = await worldOf(question.id, choice, question.isPlayed)
        expect(await askIn(question, probe, world)).toMatchObject({ choice, verdict })
      })
    }
    it(`${question.id} is undetermined where nothing is answered`, async ({ expect }) => {
      const world = await silence()
      const seen = await askIn(question, probe, { target: { ...world.target, slowness: 0.08 } })
      expect(seen).toMatchObject({ choice: null, verdict: 'undetermined' })
      expect(seen.evidence).not.toBe('')
    })
  }
})

describe('every question', () => {
  it('has either a probe or a reason why no program can ask it', () => {
    expect(questionProblems(questions, probes, unasked)).toEqual([])
  })

  const question: Question = { id: 'R2', api: 'cefi-rest', question: '?', choices: ['cursor', 'after'], isPlayed: true }
  const probe: Probe = {
    question: 'R2',
    needs: [],
    touches: 'trade',
    run: () => Promise.resolve({ choice: null, evidence: '' }),
  }

  it('is reported when it has neither, both, two probes, or nothing to tell apart', () => {
    expect(questionProblems([question], [], {})).toEqual(['question R2 has neither a probe nor a reason'])
    expect(questionProblems([question], [probe], { R2: 'x' })).toEqual(['question R2 has a probe; take its reason out'])
    expect(questionProblems([question], [probe, probe], {})).toEqual(['question R2 has 2 probes'])
    expect(questionProblems([{ ...question, choices: ['cursor'] }], [probe], {})).toEqual([
      'question R2 has a probe, but no two outcomes to tell apart',
    ])
    expect(questionProblems([], [probe], {})).toEqual(['there is no question R2'])
  })

  it('is left alone on a live service by a probe that would do harm, or more than was allowed', () => {
    expect(reasonToSpare(probe, 'uat', 'read')).toBe('not asked: it takes --touch trade')
    expect(reasonToSpare(probe, 'uat', 'trade')).toBeNull()
    const harmful = { ...probe, sandboxOnly: 'money would move' }
    expect(reasonToSpare(harmful, 'uat', 'transfer')).toBe('asked on the sandbox only: money would move')
    expect(reasonToSpare(harmful, 'sandbox', 'transfer')).toBeNull()
  })
})
