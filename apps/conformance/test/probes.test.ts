import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, it, vi } from 'vitest'
import { present } from '../src/case/present.ts'
import { cefiRestEdition } from '../src/contract/edition.ts'
import type { Json } from '../src/json.ts'
import { type Asked, ask, reasonToSpare } from '../src/probes/ask.ts'
import { probes } from '../src/probes/index.ts'
import { readPatience, spoken } from '../src/probes/patience.ts'
import type { Probe } from '../src/probes/probe.ts'
import { questionProblems } from '../src/probes/question-problems.ts'
import { type Question, readQuestions } from '../src/probes/questions.ts'
import { opener } from '../src/target/open.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'
import type { FrameHop } from '../src/target/target.ts'
import { nothingToEnter, refusedKeys, silence, type World, worldOf } from './possible-worlds.ts'

const questions = readQuestions(join(import.meta.dirname, '../../../specs'))

const said = ({ message }: { message: string }) => message

async function askIn(question: Question, probe: Probe, { target, speed = 1, patienceMs = 200 }: World): Promise<Asked> {
  const monotonic = () => performance.now() * speed
  try {
    const patience = { forMs: patienceMs, stop: new AbortController().signal }
    const pace = { monotonic, slowness: target.slowness }
    return present(await ask(question, probe, opener(target, 1, monotonic), pace, patience, said), 'the answer')
  } finally {
    await target.close()
  }
}

const asked = probes.flatMap((probe) => {
  const question = questions.find(({ id }) => id === probe.question)
  return question === undefined ? [] : [{ probe, question }]
})

describe.concurrent('each probe says what is the case', () => {
  for (const { probe, question } of asked) {
    for (const [place, choice] of question.choices.entries()) {
      const verdict = place === 0 ? 'confirmed' : 'contradicted'
      it(`${question.id} is ${verdict} in the world of ${choice}`, async ({ expect }) => {
        const world = await worldOf(question.id, choice)
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

describe.concurrent('what is refused for another reason tells nothing', () => {
  // What these ask for is how a refusal looks.
  const toldAllTheSame = new Set(['A6', 'A7', 'A12', 'W9', 'W10', 'W11'])
  const withKeys = asked.filter(({ probe, question }) => probe.needs.length > 0 && !toldAllTheSame.has(question.id))
  it.each(withKeys.map((one) => [one.question.id, one] as const))(
    '%s is not answered by a service that takes no key of ours',
    async (_, { question, probe }) => {
      const { choice, evidence } = await askIn(question, probe, await refusedKeys())
      expect([choice, evidence]).toEqual([null, evidence])
    },
  )

  const entering = asked.filter(({ probe }) => probe.touches !== 'read')
  it.each(entering.map((one) => [one.question.id, one] as const))(
    '%s is not answered by a service on which we may enter nothing',
    async (_, { question, probe }) => {
      const { choice, evidence } = await askIn(question, probe, await nothingToEnter())
      expect([choice, evidence]).toEqual([null, evidence])
    },
  )
})

describe('a live service, where nobody can be asked for who has no client,', () => {
  /** The default world, told as a live service that knows one key, by an answer of CeFi REST of its own or as it is. */
  async function seenWith(key: 'onboarded' | 'not onboarded', refused: readonly string[] = []) {
    const one = present(
      asked.find(({ question }) => question.id === 'R21'),
      'the probe of R21',
    )
    const target = await sandboxTarget(1)
    const keyFile = key === 'onboarded' ? target.keyFile() : target.place.parties.notOnboardedKeyFile
    const fetch: typeof target.fetch = (input, init) => {
      const { pathname } = new URL(new Request(input, init).url)
      return refused.includes(pathname)
        ? Promise.resolve(Response.json({}, { status: 401 }))
        : target.fetch(input, init)
    }
    const live: World = { target: { ...target, keyFile: () => keyFile, sandbox: null, fetch } }
    return await askIn(one.question, one.probe, live)
  }

  it('leaves R21 open, with half of the answer as evidence', async () => {
    expect(await seenWith('onboarded')).toMatchObject({
      choice: null,
      evidence: 'with client_id 200 {data}, at the gateway 200',
    })
    expect(await seenWith('not onboarded')).toMatchObject({
      choice: null,
      evidence: 'without client_id 401 {error}, at the gateway 200',
    })
  })

  it('answers R21 where a good token is refused for all its claim, and not where no token is good', async () => {
    expect(await seenWith('onboarded', ['/v1/cefi/clients'])).toMatchObject({ choice: 'otherwise' })
    expect(await seenWith('onboarded', ['/v1/cefi/clients', '/v1/gateway/balances'])).toMatchObject({ choice: null })
  })
})

describe('a service that takes a second for each answer', () => {
  it('tells of the form of a signature all the same (A8)', async ({ onTestFinished }) => {
    const one = present(
      asked.find(({ question }) => question.id === 'A8'),
      'the probe of A8',
    )
    const { target } = await worldOf('A8', 'accepted')
    const now = Date.now
    let lateMs = 0
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + lateMs)
    onTestFinished(() => clock.mockRestore())
    const fetch: typeof target.fetch = async (input, init) => {
      const answer = await target.fetch(input, init)
      lateMs += 1_000
      return answer
    }
    expect(await askIn(one.question, one.probe, { target: { ...target, fetch } })).toMatchObject({ choice: 'accepted' })
  })
})

describe('a service that verifies the older scheme (R3)', () => {
  it.each([
    ['fifteen-seconds', 'confirmed'],
    ['another-window', 'contradicted'],
  ])('is asked for the window of that one, which is %s (R14)', async (choice, verdict) => {
    const one = present(
      asked.find(({ question }) => question.id === 'R14'),
      'the probe of R14',
    )
    const R3 = 'cefi-rest-legacy-full'
    const target = { ...(await sandboxTarget(1, { R3, R14: choice })), answers: { R3 } }
    expect(await askIn(one.question, one.probe, { target })).toMatchObject({ choice, verdict })
  })
})

describe('a service whose time is known to a second, and whose answers take nearly another', () => {
  it('is not taken for one of another window (R14)', async () => {
    const one = present(
      asked.find(({ question }) => question.id === 'R14'),
      'the probe of R14',
    )
    const target = await sandboxTarget(1)
    const { advanceClock } = present(target.sandbox, 'the sandbox')
    let ahead = 0
    const fetch: typeof target.fetch = async (input, init) => {
      await advanceClock(900)
      ahead += 900
      return target.fetch(input, init)
    }
    const now = () => Date.now() + ahead - 999
    expect(await askIn(one.question, one.probe, { target: { ...target, fetch, now } })).toMatchObject({
      choice: 'fifteen-seconds',
    })
  })
})

describe('a service that closes the connection for a bad request (W9)', () => {
  it('shows all the same which path is signed (W2)', async () => {
    const one = present(
      asked.find(({ question }) => question.id === 'W2'),
      'the probe of W2',
    )
    const { target } = await worldOf('W9', 'close')
    const seen = await askIn(one.question, one.probe, { target: { ...target, slowness: 0.3 } })
    expect(seen).toMatchObject({ choice: 'url-path' })
  })
})

describe('a service whose snapshots come in several messages', () => {
  it('is told from the worlds of W6, none of which has them', async () => {
    const one = present(
      asked.find(({ question }) => question.id === 'W6'),
      'the probe of W6',
    )
    const frames = (): FrameHop => ({
      sent: (text) => text,
      received: (text) => (text.startsWith('{"channel":"DEPTH","update":"SNAPSHOT",') ? [text, text] : [text]),
    })
    const seen = await askIn(one.question, one.probe, { target: { ...(await sandboxTarget(1)), frames } })
    expect(seen).toMatchObject({ choice: null, verdict: 'unforeseen' })
    expect(seen.evidence).toMatch(/; several SNAPSHOT messages of one item on DEPTH$/)
  })
})

describe('what a service does not tell', () => {
  it.each([
    ['G7', /^GET \/orders\/\{id\} 404 gives no name; .*cancel\/execute 4\d\d gives no name$/],
    ['R20', /^no transfer of the day holds instructions$/],
    ['R24', /^\/versions 200, .*an older version 200 deprecation and sunset, .*; named: v2024_01_01, v2026_01_23$/],
    ['W17', /^watched for \S+ s, sending nothing: 0 pings, 0 frames, still open$/],
  ])('leaves %s open on the sandbox, with what was looked at', async (id, evidence) => {
    const one = asked.find(({ question }) => question.id === id)
    if (one === undefined) throw new Error(`there is no probe of ${id}`)
    const seen = await askIn(one.question, one.probe, { target: await sandboxTarget(1) })
    expect(seen).toMatchObject({ choice: null, verdict: 'undetermined' })
    expect(seen.evidence).toMatch(evidence)
  })

  it('is watched for no longer than somebody waits', async () => {
    const one = asked.find(({ question }) => question.id === 'W17')
    const target = await sandboxTarget(1)
    const stop = AbortSignal.abort()
    const monotonic = () => performance.now()
    const open = opener(target, 1, monotonic)
    if (one === undefined) throw new Error('there is no probe of W17')
    const { probe, question } = one
    const seen = await ask(question, probe, open, { monotonic, slowness: 1 }, { forMs: 26 * 3_600_000, stop }, said)
    await target.close()
    expect(seen?.evidence).toMatch(/^watched for 0(\.\d)? s/)
  })

  it('has no answer where the asking was stopped', async () => {
    const one = present(
      asked.find(({ probe }) => probe.touches === 'read' && probe.isPatient !== true),
      'a probe that only reads',
    )
    const target = { ...(await sandboxTarget(1)), fetch: () => new Promise<Response>(() => {}) }
    const monotonic = () => performance.now()
    const patience = { forMs: 1_000, stop: AbortSignal.timeout(50) }
    const pace = { monotonic, slowness: 1 }
    expect(await ask(one.question, one.probe, opener(target, 1, monotonic), pace, patience, said)).toBeNull()
    await target.close()
  })

  it('is given a time in words', () => {
    expect(['90s', '10m', '26h', '100h', '1.5h', '2', 'h'].map(readPatience)).toEqual([
      90_000,
      600_000,
      93_600_000,
      null,
      null,
      null,
      null,
    ])
    expect([2_000, 90_000, 93_600_000].map(spoken)).toEqual(['2 s', '1.5 min', '26 h'])
  })
})

describe('the contract of CeFi REST', () => {
  const info = { version: 'v1.0.5' }
  const components = { schemas: { SchemaVersion: { enum: ['v2024_01_01', 'v2026_01_23'] } } }

  it('names its edition and the schema versions of it, by which a newer one is told (R24)', () => {
    expect(cefiRestEdition()).toEqual({ edition: info.version, schemaVersions: components.schemas.SchemaVersion.enum })
  })

  it.each<[string, Json]>([
    ['edition', { components }],
    ['schema versions', { info }],
  ])('must not lose its %s unnoticed', (_, document) => {
    expect(() => cefiRestEdition(document)).toThrow('names no edition or no schema versions')
  })
})

describe('every question', () => {
  it('has one probe', () => {
    expect(questionProblems(questions, probes)).toEqual([])
  })

  const question: Question = { id: 'R2', api: 'cefi-rest', question: '?', choices: ['cursor', 'after'], drift: [] }
  const probe: Probe = {
    question: 'R2',
    needs: [],
    touches: 'trade',
    run: () => Promise.resolve({ choice: null, evidence: '' }),
  }

  it('is reported when it has no probe, two probes, or nothing to tell apart', () => {
    expect(questionProblems([question], [])).toEqual(['question R2 has no probe'])
    expect(questionProblems([question], [probe, probe])).toEqual(['question R2 has 2 probes'])
    expect(questionProblems([{ ...question, choices: ['cursor'] }], [probe])).toEqual([
      'question R2 has a probe, but no two choices to tell apart',
    ])
    expect(questionProblems([], [probe])).toEqual(['there is no question R2'])
  })

  it('may say that a choice breaks the contract, and is reported when that is no choice of it', () => {
    expect(questionProblems([{ ...question, drift: ['after'] }], [probe])).toEqual([])
    expect(questionProblems([{ ...question, drift: ['after', 'before'] }], [probe])).toEqual([
      'the drift of question R2 names before, which is no choice of it',
    ])
  })

  it('is left alone on a live service by a probe that would do harm, or more than was allowed', () => {
    expect(reasonToSpare(probe, 'uat', 'read')).toBe('not asked: it takes --touch trade')
    expect(reasonToSpare(probe, 'uat', 'trade')).toBeNull()
    const harmful = { ...probe, sandboxOnly: 'money would move' }
    expect(reasonToSpare(harmful, 'uat', 'transfer')).toBe('asked on the sandbox only: money would move')
    expect(reasonToSpare(harmful, 'sandbox', 'transfer')).toBeNull()
  })
})
