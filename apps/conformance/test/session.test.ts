import assert from 'node:assert/strict'
import { describe, expect, it } from 'vitest'
import type { CaseContext } from '../src/case/context.ts'
import { type Case, type CaseInput, defineCase } from '../src/case/define.ts'
import { subjects } from '../src/contract/contracts.ts'
import { exitCode } from '../src/exit-code.ts'
import { type Fetch, recordFetch } from '../src/record/fetch.ts'
import { createRecorder } from '../src/record/recorder.ts'
import { untold } from '../src/run/describe-problem.ts'
import { executeCase, type Open } from '../src/run/execute.ts'
import { createRandom } from '../src/run/random.ts'
import { runSession, type SessionInput } from '../src/run/session.ts'
import { contracts, fakeTarget, goodBook } from './fakes.ts'

/** The service as it should be; mutants change one thing about it. */
const soundService: Fetch = async (input) => {
  const { pathname } = new URL(new Request(input).url)
  return pathname === '/shop/books/7'
    ? Response.json(goodBook)
    : Response.json({ message: 'no such book' }, { status: 404 })
}

const reads = (context: CaseContext, id: string) => context.send('gateway', 'GET', `/books/${id}`)

const happy: CaseInput = {
  id: 'gateway.get-book.by-id',
  title: 'a book is found by its id',
  covers: ['gateway.getBook'],
  async run(context) {
    const book = (await (await reads(context, '7')).json()) as { title: string }
    assert.equal(book.title, 'Ice')
  },
}

const refusal: CaseInput = {
  id: 'gateway.get-book.unknown',
  title: 'an unknown id is not found',
  refuses: ['gateway.getBook'],
  async run(context) {
    assert.equal((await reads(context, '8')).status, 404)
  },
}

/** Exempts all that the two cases do not show, so that only what a test changes can fail. */
const exemptions: SessionInput['exemptions'] = Object.entries(subjects(contracts))
  .flatMap(([api, names]) =>
    names.map(({ name, sends }) => ({ subject: `${api}.${name}` as Case['covers'][number], sends })),
  )
  .filter(({ subject }) => subject !== 'gateway.getBook')
  .flatMap(({ subject, sends }) => [
    { subject, missing: 'answer' as const, reason: 'a fake' },
    ...(sends ? [{ subject, missing: 'refusal' as const, reason: 'a fake' }] : []),
  ])

function session(service: Fetch, inputs: CaseInput[] = [happy, refusal], change: Partial<SessionInput> = {}) {
  const all = inputs.map(defineCase)
  const open: Open = (testCase, signal, defer) => {
    const recorder = createRecorder(() => 0)
    const fetch = recordFetch(() => 'gateway', service, recorder)
    const send = (_: string, method: string, path: string) => fetch(`http://127.0.0.1:1/shop${path}`, { method })
    const fake = { signal, defer, send, random: createRandom(1, testCase.id) }
    // The clients are not part of this test; a case that reached for one would fail.
    return { recorder, context: fake as unknown as CaseContext }
  }
  return runSession({
    target: fakeTarget,
    contracts,
    all,
    selected: all,
    lists: { knownFailing: [], knownFlaky: [], unsupported: [] },
    exemptions,
    baseline: [],
    seed: 1,
    options: '',
    monotonic: () => 0,
    runtime: 'node0',
    execute: (testCase) => executeCase(testCase, open, { monotonic: () => 0, slowness: 1 }),
    ...change,
  })
}

const changed =
  (change: (book: typeof goodBook) => unknown): Fetch =>
  async (input) => {
    const response = await soundService(input)
    return response.ok ? Response.json(change((await response.json()) as typeof goodBook)) : response
  }

describe('a session', () => {
  it('passes when the service keeps to its contract', async () => {
    const verdict = await session(soundService)
    expect(verdict.cases.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['gateway.get-book.by-id', 'passed'],
      ['gateway.get-book.unknown', 'passed'],
    ])
    expect(verdict.exitCode).toBe(exitCode.passed)
  })

  it('fails when a case does', async () => {
    const verdict = await session(changed((book) => ({ ...book, title: 'Fire' })))
    expect(verdict.cases[0]).toMatchObject({ outcome: 'failed', message: expect.stringContaining("'Fire'") as string })
    expect(verdict.exitCode).toBe(exitCode.failed)
  })

  it('reports drift when every case passes but an answer breaks the contract', async () => {
    const verdict = await session(changed((book) => ({ ...book, price: 9.5 })))
    expect(verdict.findings.fresh).toMatchObject([
      { rule: 'wrong-type', at: '/price', cases: ['gateway.get-book.by-id'] },
    ])
    expect(verdict.exitCode).toBe(exitCode.drift)
  })

  it('fails a case that claims an answer it never got', async () => {
    const verdict = await session(soundService, [happy, { ...refusal, covers: ['gateway.createBook'] }])
    expect(verdict.cases[1]?.message).toBe('says it covers gateway.createBook, but got no success from it')
  })

  it('fails a case that claims a refusal it never saw', async () => {
    const tame: Fetch = async () => Response.json(goodBook)
    const verdict = await session(tame, [
      happy,
      { ...refusal, run: async (context) => void (await reads(context, '7')) },
    ])
    expect(verdict.cases[1]?.message).toBe('says it shows gateway.getBook refused, but saw no refusal')
  })

  it('fails when an operation has neither a case nor a reason', async () => {
    const verdict = await session(soundService, [happy])
    expect(verdict.problems).toEqual(['gateway.getBook has no case that shows it refused, and no listed reason'])
    expect(verdict.exitCode).toBe(exitCode.failed)
  })

  it('fails when an exemption is no longer needed', async () => {
    const needless = { subject: 'gateway.getBook' as const, missing: 'answer' as const, reason: 'once true' }
    const verdict = await session(soundService, undefined, { exemptions: [...exemptions, needless] })
    expect(verdict.problems).toEqual(['the exemption of gateway.getBook (answer) is no longer needed: remove it'])
  })

  it('fails when a case that is listed as failing passes', async () => {
    const knownFailing = [{ case: happy.id, reason: 'a test', targets: ['sandbox' as const] }]
    const verdict = await session(soundService, undefined, { lists: { knownFailing, knownFlaky: [], unsupported: [] } })
    expect(verdict.cases[0]?.outcome).toBe('fixed')
    expect(verdict.exitCode).toBe(exitCode.failed)
  })

  it('passes when a case that is listed as failing fails', async () => {
    const knownFailing = [{ case: happy.id, reason: 'a test', targets: ['sandbox' as const] }]
    const service = changed((book) => ({ ...book, title: 'Fire' }))
    const verdict = await session(service, undefined, { lists: { knownFailing, knownFlaky: [], unsupported: [] } })
    expect(verdict.cases[0]?.outcome).toBe('known-failing')
    expect(verdict.exitCode).toBe(exitCode.passed)
  })

  it('passes when a case that is listed as flaky fails, and when it passes', async () => {
    const knownFlaky = [{ case: happy.id, reason: 'a test', targets: ['sandbox' as const] }]
    const lists = { knownFailing: [], knownFlaky, unsupported: [] }
    const broken = await session(
      changed((book) => ({ ...book, title: 'Fire' })),
      undefined,
      { lists },
    )
    expect([broken.cases[0]?.outcome, broken.exitCode]).toEqual(['flaky', exitCode.passed])
    const sound = await session(soundService, undefined, { lists })
    expect([sound.cases[0]?.outcome, sound.exitCode]).toEqual(['passed', exitCode.passed])
  })

  it('does not run a case that is listed as unsupported on this target, and runs it on others', async () => {
    const onUat = [{ case: happy.id, reason: 'a test', targets: ['uat' as const] }]
    const here = [{ case: happy.id, reason: 'a test', targets: ['sandbox' as const] }]
    const ran = async (unsupported: typeof onUat | typeof here) => {
      const verdict = await session(soundService, undefined, {
        lists: { knownFailing: [], knownFlaky: [], unsupported },
      })
      return verdict.cases.map(({ id }) => id)
    }
    expect(await ran(here)).toEqual([refusal.id])
    expect(await ran(onUat)).toEqual([happy.id, refusal.id])
  })

  it('excuses a failure on the target that its list names, and on no other', async () => {
    const knownFailing = [{ case: happy.id, reason: 'a test', targets: ['uat' as const] }]
    const service = changed((book) => ({ ...book, title: 'Fire' }))
    const verdict = await session(service, undefined, { lists: { knownFailing, knownFlaky: [], unsupported: [] } })
    expect([verdict.cases[0]?.outcome, verdict.exitCode]).toEqual(['failed', exitCode.failed])
  })

  it('is cut short in order, while its cases wait for the service too: the last look is taken, and the run does not pass', async () => {
    let swept = 0
    const stop = new AbortController()
    const rest = () => Promise.resolve(stop.abort())
    const verdict = await session(soundService, undefined, {
      target: { ...fakeTarget, rest },
      stop: stop.signal,
      sweep: () => Promise.resolve(swept++ === 0 ? ['1 order left open'] : []),
    })
    expect(verdict.problems).toEqual(['1 order left open', 'the run was stopped after 0 of 2 cases'])
    expect([verdict.complete, verdict.exitCode]).toEqual([false, exitCode.failed])
  })

  it('fails when something failed that nobody waited for, and prints nothing of what a live service answered', async () => {
    const unhandled = () => [{ message: 'Ice is not Fire', detail: 'at src/cases/books.ts:7', compares: false }]
    const target = { ...fakeTarget, name: 'uat' as const }
    const verdicts = [
      await session(soundService, undefined, { unhandled }),
      await session(soundService, undefined, { unhandled, target }),
    ]
    expect(verdicts.map(({ problems, exitCode: code }) => [problems, code])).toEqual([
      [['nobody waited for what failed at src/cases/books.ts:7: Ice is not Fire'], exitCode.failed],
      [['nobody waited for what failed at src/cases/books.ts:7: ‹left out› is not Fire'], exitCode.failed],
    ])
  })

  it('tells of two values that nobody waited for, and that do not agree, only that on a live service', async () => {
    const unhandled = () => [{ message: "'Ic…' !== 'Fi…'", detail: null, compares: true }]
    const target = { ...fakeTarget, name: 'uat' as const }
    const { problems } = await session(soundService, undefined, { unhandled, target })
    expect(problems).toEqual([`nobody waited for what failed: ${untold}`])
  })

  it('counts no case that was ended in the middle', async () => {
    const execute = (testCase: Case) =>
      Promise.resolve({ case: testCase, problem: null, isCut: true, durationMs: 1, exchanges: [], failedAfter: 0 })
    const verdict = await session(soundService, undefined, { execute })
    expect([verdict.cases, verdict.problems]).toEqual([[], ['the run was stopped after 0 of 2 cases']])
  })

  it('fails when a list names a case that does not exist', async () => {
    const knownFlaky = [{ case: 'gateway.gone', reason: 'a test', targets: ['sandbox' as const] }]
    const verdict = await session(soundService, undefined, { lists: { knownFailing: [], knownFlaky, unsupported: [] } })
    expect(verdict.problems).toEqual(['the lists name case gateway.gone, which does not exist'])
  })

  it('fails when the target says that something went wrong inside it', async () => {
    const target = { ...fakeTarget, defects: () => ['internal-error at GET /books'] }
    const verdict = await session(soundService, undefined, { target })
    expect(verdict.problems).toEqual(['internal-error at GET /books'])
    expect(verdict.exitCode).toBe(exitCode.failed)
  })

  it('accepts a finding of the baseline, and fails when it is gone', async () => {
    const key = 'wrong-type | gateway.getBook | 200 | /price | must be string,null'
    const baseline = [{ key, reason: 'a test', targets: ['sandbox' as const] }]
    const drifting = await session(
      changed((book) => ({ ...book, price: 9.5 })),
      undefined,
      { baseline },
    )
    expect(drifting.exitCode).toBe(exitCode.passed)
    const mended = await session(soundService, undefined, { baseline })
    expect(mended.problems).toEqual([`an accepted finding did not appear; remove it from the baseline: ${key}`])
  })
})

describe('a case', () => {
  it('fails when it runs out of time', async () => {
    const slow: CaseInput = { ...happy, timeoutMs: 20, run: () => new Promise(() => {}) }
    const verdict = await session(soundService, [slow, refusal])
    expect(verdict.cases[0]?.message).toBe('the case took longer than 20 ms')
  })

  it('is cleaned up after, last thing first, even when it fails', async () => {
    const order: string[] = []
    const failing: CaseInput = {
      ...happy,
      async run(context) {
        context.defer(() => order.push('first'))
        context.defer(() => order.push('second'))
        throw new Error('on purpose')
      },
    }
    await session(soundService, [failing, refusal])
    expect(order).toEqual(['second', 'first'])
  })

  it('shows the last request before it failed, and none of its clean-up', async () => {
    const failing: CaseInput = {
      ...happy,
      async run(context) {
        context.defer(() => context.send('gateway', 'GET', '/books/best'))
        await happy.run(context)
        throw new Error('on purpose')
      },
    }
    const { cases } = await session(soundService, [failing, refusal])
    expect(cases[0]?.message).toBe('on purpose')
    expect(cases[0]?.curl).toMatch(/\/books/)
    expect(cases[0]?.curl).not.toMatch(/best/)
  })

  it('fails when its clean-up does', async () => {
    const untidy: CaseInput = {
      ...happy,
      async run(context) {
        await happy.run(context)
        context.defer(() => Promise.reject(new Error('the order is still open')))
      },
    }
    const verdict = await session(soundService, [untidy, refusal])
    expect(verdict.cases[0]?.message).toBe('clean-up failed: the order is still open')
  })
})
