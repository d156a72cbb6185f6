import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { type Asked, ask, suggestion } from '../src/probes/ask.ts'
import { probes } from '../src/probes/index.ts'
import { readQuestions } from '../src/probes/questions.ts'
import { opener } from '../src/target/open.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

const questions = readQuestions(join(import.meta.dirname, '../../../specs'))
const monotonic = () => performance.now()

async function askIn(id: string, choice: string): Promise<Asked> {
  const question = questions.find((one) => one.id === id)
  if (question === undefined) throw new Error(`there is no question ${id}`)
  const target = await sandboxTarget(1, { [id]: choice })
  try {
    const probe = probes.find((one) => one.question === id)
    return await ask(question, probe, opener(target, 1, monotonic), { monotonic, slowness: 1 })
  } finally {
    await target.close()
  }
}

describe.concurrent('each probe tells the possible worlds apart', () => {
  for (const { question: id } of probes) {
    for (const choice of questions.find((one) => one.id === id)?.choices ?? []) {
      it(`${id} sees ${choice} where it holds`, async ({ expect }) => {
        expect(await askIn(id, choice)).toMatchObject({ choice })
      })
    }
  }
})

describe('the probes', () => {
  it('belong to questions with named choices, each to another', () => {
    const ids = probes.map(({ question }) => question)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => (questions.find((one) => one.id === id)?.choices.length ?? 0) < 2)).toEqual([])
  })

  it('suggest the change that makes what was seen the default', () => {
    const question = { id: 'R2', api: 'cefi-rest' as const, question: '?', choices: ['cursor', 'after'] }
    const patch = suggestion({ question, verdict: 'contradicted', choice: 'after', evidence: '' })
    expect(patch?.split('\n').slice(-2)).toEqual(['-    choices: [cursor, after]', '+    choices: [after, cursor]'])
  })

  it('suggest nothing when the default was confirmed', () => {
    const question = { id: 'R2', api: 'cefi-rest' as const, question: '?', choices: ['cursor', 'after'] }
    expect(suggestion({ question, verdict: 'confirmed', choice: 'cursor', evidence: '' })).toBeNull()
  })
})
