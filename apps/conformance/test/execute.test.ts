import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import type { CaseContext } from '../src/case/context.ts'
import { defineCase } from '../src/case/define.ts'
import { createRecorder } from '../src/record/recorder.ts'
import { describeProblem, untold } from '../src/run/describe-problem.ts'
import { executeCase, toProblem } from '../src/run/execute.ts'
import { opener } from '../src/target/open.ts'
import { sandboxTarget } from '../src/target/sandbox.ts'

/** The problem of a case that throws. */
async function throwing(thrown: Error): Promise<string | undefined> {
  const testCase = defineCase({
    id: 'gateway.create-order.any',
    title: 't',
    covers: ['gateway.createOrder'],
    run: () => Promise.reject(thrown),
  })
  const opened = { recorder: createRecorder(() => 0), context: {} as CaseContext }
  const { problem } = await executeCase(testCase, () => opened, { monotonic: () => 0, slowness: 1 })
  return problem?.message
}

/** Runs a case that opens one socket, which closes after so long. */
function leaving(closesAfterMs: number | null) {
  const recorder = createRecorder(() => 0)
  const testCase = defineCase({
    id: 'cefi-ws.depth.any',
    title: 't',
    covers: ['cefi-ws.depth'],
    run() {
      const socket = recorder.socket('ws://127.0.0.1:1')
      const close = () => {
        socket.closed = { code: 1000, reason: '' }
      }
      if (closesAfterMs !== null) void sleep(closesAfterMs).then(close)
      return Promise.resolve()
    },
  })
  const context = {} as CaseContext
  return executeCase(testCase, () => ({ recorder, context }), { monotonic: () => 0, slowness: 0.05 })
}

describe('a case that throws', () => {
  it('says what it began with, where that is another error', async () => {
    const refused = new TypeError('no order beyond the cap')
    const lost = new Error('the connection failed', { cause: refused })
    expect(await throwing(new Error('the answer was lost', { cause: lost }))).toBe(
      'the answer was lost\nbecause of TypeError: no order beyond the cap',
    )
    expect(await throwing(refused)).toBe('TypeError: no order beyond the cap')
  })

  it('says what to do next, where a client knows', async () => {
    const refused = new ConnectionError('connect', {})
    expect(await throwing(refused)).toBe(`${refused.name}: ${refused.message}\n${refused.nextStep}`)
  })

  it('comes to an end where a cause is its own', async () => {
    const round = new Error('round')
    round.cause = round
    expect(await throwing(round)).toBe('round')
  })
})

describe('two values that a live service answered differently', () => {
  const told = (compare: () => void): string => {
    try {
      compare()
      return 'they agree'
    } catch (cause) {
      return describeProblem(toProblem(cause), (text) => text, 'uat')
    }
  }

  it('are told where they are two statuses, and otherwise not', () => {
    expect(told(() => assert.equal(200, 400))).toContain('200 !== 400')
    for (const [left, right] of [
      ['0.5', '0.25'],
      [110868, 110869],
      [200, '0.5'],
      [0.5, 1],
      [[200], [400]],
    ])
      expect(told(() => assert.deepEqual(left, right))).toBe(untold)
  })
})

describe('a case that ran out of time', () => {
  it('leaves nothing of what it does from then on', async () => {
    const taken: string[] = []
    const testCase = defineCase({
      id: 'gateway.create-order.any',
      title: 't',
      covers: ['gateway.createOrder'],
      timeoutMs: 10,
      async run(context) {
        context.defer(() => taken.push('what was there'))
        await sleep(30)
        context.defer(() => taken.push('what came late'))
      },
    })
    const { problem } = await executeCase(
      testCase,
      (_, signal, defer) => ({ recorder: createRecorder(() => 0), context: { signal, defer } as CaseContext }),
      { monotonic: () => 0, slowness: 1 },
    )
    await sleep(50)
    expect([problem?.message, taken]).toEqual(['the case took longer than 10 ms', ['what was there', 'what came late']])
  })
})

describe('a case that is asked to end', () => {
  /** A case that asks a service without an answer, and what became of it once somebody wants an end. */
  async function ending(touches: 'read' | 'trade') {
    const asked: { url: string; isGivenUp: boolean }[] = []
    const stop = new AbortController()
    const fetch: typeof globalThis.fetch = (input, init) =>
      new Promise((resolve, reject) => {
        const request = { url: input instanceof Request ? input.url : String(input), isGivenUp: false }
        asked.push(request)
        const giveUp = () => {
          request.isGivenUp = true
          reject(new Error('given up'))
        }
        if (init?.signal?.aborted === true) giveUp()
        init?.signal?.addEventListener('abort', giveUp)
        if (request.url.endsWith('/health')) stop.abort()
        else resolve(Response.json({ keys: [] }))
      })
    const testCase = defineCase({
      id: 'gateway.create-order.any',
      title: 't',
      covers: ['gateway.createOrder'],
      touches,
      // One that only reads ends by being asked, however slow the machine is; the other runs out of time once it has asked.
      timeoutMs: touches === 'read' ? 60_000 : 1_000,
      async run(context) {
        context.defer(() => context.auth().getJwks())
        await context.auth().getHealth()
      },
    })
    const target = { ...(await sandboxTarget(1)), fetch }
    const { problem, isCut } = await executeCase(
      testCase,
      opener(target, 1, () => 0),
      { monotonic: () => 0, slowness: 1, stop: stop.signal },
    )
    await target.close()
    return { message: problem?.message, isCut, asked: asked.map(({ url, isGivenUp }) => [url.slice(-7), isGivenUp]) }
  }

  it('ends where it is when it only reads, with what it waits for, and cleans up', async () => {
    expect(await ending('read')).toEqual({
      message: 'stopped in the middle',
      isCut: true,
      asked: [
        ['/health', true],
        ['ks.json', false],
      ],
    })
  })

  it('goes on when it may be entering something: what is on its way must arrive', async () => {
    expect(await ending('trade')).toEqual({
      message: 'the case took longer than 1000 ms',
      isCut: false,
      asked: [
        ['/health', false],
        ['ks.json', false],
      ],
    })
  })
})

it('a case follows no redirect, which would carry what is signed to wherever it points', async () => {
  const asked: unknown[] = []
  const fetch: typeof globalThis.fetch = (_, init) => {
    asked.push(init?.redirect)
    return Promise.resolve(Response.json({ keys: [] }))
  }
  const testCase = defineCase({
    id: 'auth.get-jwks.any',
    title: 't',
    covers: ['auth.getJwks'],
    async run(context) {
      await context.auth().getJwks()
      await context.send('auth', 'GET', '/.well-known/jwks.json')
    },
  })
  const target = { ...(await sandboxTarget(1)), fetch }
  await executeCase(
    testCase,
    opener(target, 1, () => 0),
    { monotonic: () => 0, slowness: 1 },
  )
  await target.close()
  expect(asked).toEqual(['manual', 'manual'])
})

describe('a socket', () => {
  it('that is still closing when its case ends is given a moment', async () => {
    expect((await leaving(50)).problem).toBeNull()
  })

  it('that nobody closed fails its case', async () => {
    expect((await leaving(null)).problem?.message).toBe('the case left 1 socket(s) open')
  })
})
