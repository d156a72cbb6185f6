import { describe, expect, test, vi } from 'vitest'
import { answer, harness } from '../../test/harness.ts'
import { applyLimits, DEFAULT_LIMITS } from './limits.ts'
import { systemRuntime } from './runtime.ts'

test('what is left out keeps its default', () => {
  expect(applyLimits(DEFAULT_LIMITS, {})).toBe(DEFAULT_LIMITS)
  expect(applyLimits(DEFAULT_LIMITS, { timeoutMs: 5, retry: { attempts: 2 } })).toEqual({
    timeoutMs: 5,
    deadlineMs: 90_000,
    retry: { attempts: 2, baseDelayMs: 200, maxDelayMs: 5000 },
  })
})

test('retry: false is a single attempt, and a call may change the client’s policy', () => {
  const client = applyLimits(DEFAULT_LIMITS, { retry: { baseDelayMs: 7 } })
  expect(applyLimits(client, { retry: false }).retry).toEqual({ attempts: 1, baseDelayMs: 7, maxDelayMs: 5000 })
  expect(applyLimits(client, { retry: { attempts: 9 } }).retry).toEqual({
    attempts: 9,
    baseDelayMs: 7,
    maxDelayMs: 5000,
  })
})

describe('a limit that no timer can take is refused', () => {
  test.each([
    { timeoutMs: 0 },
    { timeoutMs: -1 },
    { timeoutMs: Number.NaN },
    { deadlineMs: 0 },
    { deadlineMs: Number.NaN },
    { retry: { attempts: 0 } },
    { retry: { attempts: 1.5 } },
    { retry: { baseDelayMs: -1 } },
    { retry: { maxDelayMs: Number.NaN } },
  ])('%j', async (options) => {
    expect(() => harness([answer(200)], options)).toThrow(expect.objectContaining({ code: 'option_invalid' }))
    const h = harness([answer(200)])
    expect(await h.fail(() => h.api.getHealth({}, options))).toMatchObject({ code: 'option_invalid' })
    expect(h.sent).toHaveLength(0)
  })
})

test.each([
  [{ retry: true }, 'option_invalid'],
  [{ retry: 3 }, 'option_invalid'],
  [{ retry: { attemps: 3 } }, 'option_unknown'],
])('%j is no retry policy', async (options, code) => {
  const retry = options.retry as unknown as false
  expect(() => harness([answer(200)], { retry })).toThrow(expect.objectContaining({ code }))
  const h = harness([answer(200)])
  expect(await h.fail(() => h.api.getHealth({}, { retry }))).toMatchObject({ code })
  expect(h.sent).toEqual([])
})

test('a limit beyond what a timer can count is no limit, and not an immediate one', () => {
  vi.useFakeTimers()
  const work = vi.fn()
  systemRuntime.after(Number.POSITIVE_INFINITY, work)
  vi.advanceTimersByTime(86_400_000)
  vi.useRealTimers()
  expect(work).not.toHaveBeenCalled()
})

test.each([0, -1, Number.NaN])('maxResponseBytes of %d is refused', (maxResponseBytes) => {
  expect(() => harness([answer(200)], { maxResponseBytes })).toThrow(
    expect.objectContaining({ code: 'option_invalid' }),
  )
})
