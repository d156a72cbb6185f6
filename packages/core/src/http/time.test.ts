import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { systemRuntime } from './runtime.ts'
import { timeOf } from './time.ts'

/** A runtime whose timers go off only when told to. */
function heldRuntime() {
  const timers = new Set<() => void>()
  return {
    timers,
    monotonicMs: () => 7,
    after: (_delayMs: number, work: () => void) => {
      timers.add(work)
      return () => timers.delete(work)
    },
  }
}

test('reads the clock that only runs forward', () => {
  expect(timeOf(heldRuntime()).now()).toBe(7)
})

test('sleeps until the timer goes off, and leaves no listener', async () => {
  const caller = new AbortController()
  await timeOf(systemRuntime).sleep(1, caller.signal)
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0)
})

test('wakes at an abort, and leaves no timer', async () => {
  const runtime = heldRuntime()
  const caller = new AbortController()
  const sleeping = timeOf(runtime).sleep(60_000, caller.signal)
  caller.abort()
  await sleeping
  expect(runtime.timers.size).toBe(0)
})

test('does not sleep when already aborted', async () => {
  const runtime = heldRuntime()
  await timeOf(runtime).sleep(60_000, AbortSignal.abort())
  expect(runtime.timers.size).toBe(0)
})
