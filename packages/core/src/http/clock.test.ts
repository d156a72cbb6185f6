import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, harness, type Step } from '../../test/harness.ts'
import { VirtualRuntime } from '../../test/virtual-runtime.ts'
import { createServerClock, explainingSkew } from './clock.ts'

const order = { path: { id: '7' } }
const date = (ms: number): string => new Date(ms).toUTCString()

/** A server that checks the signing time as CeFi REST does: 15 s either way, by its own clock. */
const strict: Step = (sent, signal, runtime) => {
  const difference = Math.abs(Number(sent.headers['x-truex-timestamp']) - Math.floor(runtime.trueMs() / 1000))
  return (difference > 15 ? answer(401, { title: 'Unauthorized', type: 'about:blank', status: 401 }) : answer(200))(
    sent,
    signal,
    runtime,
  )
}

function wrongBy(ms: number): VirtualRuntime {
  const runtime = new VirtualRuntime()
  runtime.wallErrorMs = ms
  return runtime
}

describe('the estimate of the server clock', () => {
  test('is the wall clock until something is learned', () => {
    const clock = createServerClock(wrongBy(5000))
    expect(clock.offsetMs()).toBe(0)
  })

  test('leaves a wall clock alone that agrees with the server to the second', () => {
    const runtime = wrongBy(300)
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 40)
    expect(clock.offsetMs()).toBe(0)
  })

  test('moves a wrong wall clock to within a second of the server', () => {
    for (const error of [-3_600_000, -20_000, 20_000, 86_400_000]) {
      const runtime = wrongBy(error)
      const clock = createServerClock(runtime)
      clock.observe(date(runtime.trueMs()), 0, 0)
      expect(Math.abs(clock.now() - runtime.trueMs())).toBeLessThanOrEqual(1000)
    }
  })

  test('does not follow the wall clock when it jumps', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0)
    runtime.wallErrorMs = 3_600_000
    expect(Math.abs(clock.now() - runtime.trueMs())).toBeLessThanOrEqual(1000)
  })

  test.each([
    ['missing', null],
    ['not a date', 'yesterday'],
    ['an ISO time', '2026-11-20T13:00:00Z'],
    ['from 1970', date(0)],
    ['from the far future', date(Date.UTC(2200, 0, 1))],
  ])('ignores a Date that is %s', (_, header) => {
    const clock = createServerClock(new VirtualRuntime())
    clock.observe(header, 0, 0)
    expect(clock.offsetMs()).toBe(0)
  })

  test('ignores the Date of a cached answer', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs() - 600_000), 0, 0, { age: '600' })
    expect(clock.offsetMs()).toBe(0)
  })

  test('learns from an answer that says it is fresh', () => {
    const runtime = wrongBy(-60_000)
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0, { age: ' 0' })
    expect(clock.offsetMs()).toBe(60_000)
  })

  test('widens with time, because clocks drift', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0)
    runtime.wallErrorMs = 3000
    expect(clock.offsetMs()).toBe(-2000)
    // 200 parts per million of 10,000 s are 2 s.
    runtime.pass(10_000_000)
    expect(clock.offsetMs()).toBe(0)
  })

  test('is not moved by a single answer that contradicts it, and is by two that agree', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0)
    clock.observe(date(runtime.trueMs() + 60_000), 0, 0)
    expect(clock.offsetMs()).toBe(0)
    clock.observe(date(runtime.trueMs() + 60_000), 0, 0)
    expect(clock.offsetMs()).toBe(60_000)
  })

  test('forgets a contradiction that the next answer does not bear out', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    const observe = (aheadMs: number) => clock.observe(date(runtime.trueMs() + aheadMs), 0, 0)
    observe(0)
    observe(60_000)
    observe(0)
    observe(60_000)
    expect(clock.offsetMs()).toBe(0)
  })

  test('takes two answers for one that agree in a single moment', () => {
    const runtime = wrongBy(-5000)
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0)
    expect(clock.offsetMs()).toBe(5000)
    // The second that the first answer was in ends where that of the other begins.
    clock.observe(date(runtime.trueMs() + 1000), 0, 0)
    expect(clock.offsetMs()).toBe(6000)
  })

  test('is moved at once by the first answer after the machine slept', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0)
    // Ten minutes pass for everybody but the monotonic clock.
    runtime.wallErrorMs = 600_000
    clock.observe(date(runtime.wallMs()), 0, 0)
    expect(clock.offsetMs()).toBe(0)
  })

  test('takes a wall clock that gains a little between answers for no sleep', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    for (; runtime.wallErrorMs < 10_000; runtime.wallErrorMs += 1000) clock.observe(date(runtime.trueMs()), 0, 0)
    clock.observe(date(runtime.trueMs() + 60_000), 0, 0)
    expect(Math.abs(clock.now() - runtime.trueMs())).toBeLessThanOrEqual(1000)
  })

  test('is moved at once by an answer that refused our time', () => {
    const runtime = new VirtualRuntime()
    const clock = createServerClock(runtime)
    clock.observe(date(runtime.trueMs()), 0, 0)
    clock.observe(date(runtime.trueMs() - 60_000), 0, 0, { refused: true })
    expect(clock.offsetMs()).toBe(-59_000)
  })

  describe('that is years from the wall clock', () => {
    const YEAR = 31_536_000_000
    const learned = () => {
      const runtime = new VirtualRuntime()
      const clock = createServerClock(runtime)
      const observe = (aheadMs: number, refused = false) =>
        clock.observe(date(runtime.trueMs() + aheadMs), 0, 0, { refused })
      return { runtime, clock, observe }
    }

    test.each([YEAR, -YEAR / 2, 8 * 86_400_000])('is not learned from however often it comes: %i', (ahead) => {
      const { clock, observe } = learned()
      observe(ahead)
      observe(ahead)
      expect(clock.offsetMs()).toBe(0)
      observe(0)
      observe(ahead)
      observe(ahead)
      expect(clock.offsetMs()).toBe(0)
    })

    test('is learned from a server that refused our time, and narrowed by what agrees', () => {
      const { runtime, clock, observe } = learned()
      observe(YEAR, true)
      expect(clock.offsetMs()).toBe(YEAR)
      // Drift widens the bounds by 20 s; an answer that agrees narrows them again.
      runtime.pass(100_000_000)
      clock.observe(date(runtime.trueMs() + YEAR), runtime.monotonicMs(), runtime.monotonicMs())
      expect(Math.abs(clock.offsetMs() - YEAR)).toBeLessThanOrEqual(1000)
    })
  })

  test('is the same whatever the order in which parallel answers arrive', () => {
    const base = Date.parse('2026-11-20T12:00:00Z')
    const observation = fc.record({
      sent: fc.integer({ min: 0, max: 5000 }),
      delay: fc.integer({ min: 0, max: 3000 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(observation, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: -100_000, max: 100_000 }),
        (observations, error) => {
          const estimate = (list: typeof observations): number => {
            const runtime = wrongBy(error)
            runtime.pass(10_000)
            const clock = createServerClock(runtime)
            for (const { sent, delay, at } of list) clock.observe(date(base + sent + at * delay), sent, sent + delay)
            return clock.offsetMs()
          }
          const forwards = estimate(observations)
          // Drift widens what was learned before by 0.2 ms a second.
          expect(Math.abs(forwards - estimate(observations.toReversed()))).toBeLessThanOrEqual(5)
          expect(Math.abs(forwards + error)).toBeLessThanOrEqual(Math.abs(error) === 0 ? 0 : 4000)
        },
      ),
    )
  })
})

describe('a 401 that the clock explains', () => {
  test('is retried once with the corrected clock', async () => {
    const h = harness([strict], { runtime: wrongBy(-120_000) })
    await h.run(() => h.api.getOrder(order))
    expect(h.sent).toHaveLength(2)
    expect(h.events).toContainEqual({ type: 'skew', operation: 'getOrder', skewMs: -120_000 })
    await h.run(() => h.api.getOrder(order))
    expect(h.sent).toHaveLength(3)
  })

  test('is retried for a write too, when the service itself says that it refused it', async () => {
    const h = harness([strict], { runtime: wrongBy(120_000) })
    await h.run(() => h.api.createOrder({ body: {} }))
    expect(h.sent).toHaveLength(2)
  })

  test.each([
    ['a page', '<html>401</html>'],
    ['JSON of another make', { ok: false }],
    ['a list', [{ message: 'no' }]],
  ])('is not retried for a write when only %s of a proxy says so, and the error names the skew', async (_, body) => {
    const h = harness([answer(401, body)], { runtime: wrongBy(120_000) })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'clock_skewed',
      skewMs: 120_000,
      attempts: 1,
    })
    expect(h.sent).toHaveLength(1)
  })

  test('outweighs what was learned before', async () => {
    const runtime = new VirtualRuntime()
    let jump = 0
    const server: Step = (sent, signal) => {
      const now = runtime.trueMs() + jump
      const apart = Math.abs(Number(sent.headers['x-truex-timestamp']) - Math.floor(now / 1000))
      return answer(apart > 15 ? 401 : 200, apart > 15 ? { message: 'm' } : {}, { date: date(now) })(
        sent,
        signal,
        runtime,
      )
    }
    const h = harness([server], { runtime })
    await h.run(() => h.api.getOrder(order))
    jump = 3_600_000
    await h.run(() => h.api.getOrder(order))
    expect(h.sent).toHaveLength(3)
  })

  test('is not retried twice', async () => {
    const behind: Step = (sent, signal, runtime) => {
      const claimed = new Date(runtime.trueMs() + 60_000 * (h.sent.length + 1)).toUTCString()
      return answer(401, { message: 'no' }, { date: claimed })(sent, signal, runtime)
    }
    const h = harness([behind])
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ code: 'clock_skewed', attempts: 2 })
  })

  test('is not retried when retries are off', async () => {
    const h = harness([strict], { runtime: wrongBy(-120_000) })
    expect(await h.fail(() => h.api.getOrder(order, { retry: false }))).toMatchObject({
      code: 'clock_skewed',
      skewMs: -120_000,
    })
    expect(h.sent).toHaveLength(1)
  })
})

test('the Date of a cached answer does not move the clock of a client', async () => {
  const h = harness([answer(200, {}, { date: 'Fri, 20 Nov 2026 11:00:00 GMT', age: '3600' })])
  await h.run(() => h.api.getHealth())
  expect(h.pipeline.clock.offsetMs()).toBe(0)
})

test('the Date of a cached refusal explains nothing, so that no order is sent again for it', async () => {
  const refusal = answer(401, { message: 'no' }, { date: 'Fri, 20 Nov 2026 11:00:00 GMT', age: '3600' })
  const h = harness([refusal, answer(200)])
  expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ code: 'authentication_failed' })
  expect(h.sent).toHaveLength(1)
})

test('a 401 within the window is a matter of credentials', async () => {
  const h = harness([answer(401, { message: 'bad signature' })])
  expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ code: 'authentication_failed', attempts: 1 })
})

test('parallel calls with a wrong clock correct it once and all succeed', async () => {
  const h = harness([strict], { runtime: wrongBy(-90_000) })
  await h.run(() => Promise.all(Array.from({ length: 5 }, () => h.api.getOrder(order))))
  expect(h.sent).toHaveLength(10)
  await h.run(() => h.api.getOrder(order))
  expect(h.sent).toHaveLength(11)
})

test('a difference explains a refusal exactly when it is outside the window', () => {
  const window = { pastSeconds: 15, futureSeconds: 1 }
  const server = Date.parse('2026-11-20T12:00:00Z')
  const explained = [-16, -15, 0, 1, 2].map((seconds) => explainingSkew(server + seconds * 1000, date(server), window))
  expect(explained).toEqual([-16_000, undefined, undefined, undefined, 2000])
})
