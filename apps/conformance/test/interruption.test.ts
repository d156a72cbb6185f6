import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Interruption, listenForInterruption } from '../src/run/interruption.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Sends a signal to whoever has begun to listen since, and to nobody else: the runner of the tests listens too. */
function listening(limitMs: number | null = null): Interruption & { send: (signal: (typeof signals)[number]) => void } {
  const earlier = new Set(signals.flatMap((signal) => process.listeners(signal)))
  const interruption = listenForInterruption(limitMs)
  return {
    ...interruption,
    send(signal) {
      for (const listener of process.listeners(signal)) if (!earlier.has(listener)) listener(signal)
    },
  }
}

describe('an interruption', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it.each(signals)('by %s ends the run in order, and at once when it comes again', (signal) => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
    const { stop, send, ...interruption } = listening()
    expect(stop.aborted).toBe(false)
    send(signal)
    expect(stop.aborted).toBe(true)
    // The same key: once from the terminal, and once from the program that started this one.
    vi.advanceTimersByTime(400)
    send('SIGTERM')
    expect([told.mock.calls.length, exit.mock.calls]).toEqual([1, []])
    vi.advanceTimersByTime(400)
    send(signal)
    expect(exit.mock.calls).toEqual([[130]])
    interruption.forget()
  })

  it('comes by itself when the time is over, and Ctrl+C ends at once after it', () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
    const { stop, send, forget } = listening(60_000)
    vi.advanceTimersByTime(59_999)
    expect(stop.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(stop.aborted).toBe(true)
    expect(told.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('The time is over')])
    vi.advanceTimersByTime(1_000)
    send('SIGINT')
    expect(exit.mock.calls).toEqual([[130]])
    forget()
  })

  it('comes no more once the run is over', () => {
    const { stop, forget } = listening(60_000)
    forget()
    vi.advanceTimersByTime(60_000)
    expect(stop.aborted).toBe(false)
  })

  it('is for others to see to once the run is over', () => {
    const before = signals.map((signal) => process.listenerCount(signal))
    listening().forget()
    expect(signals.map((signal) => process.listenerCount(signal))).toEqual(before)
  })
})
