import { describe, expect, it } from 'vitest'
import { listenForUnhandled, type Unhandled } from '../src/run/unhandled.ts'

const events = ['uncaughtException', 'unhandledRejection'] as const

/** Fails to whoever has begun to listen since, and to nobody else: the runner of the tests listens too. */
function listening(): Unhandled & { fail: (cause: unknown, event: (typeof events)[number]) => void } {
  const earlier = new Set<unknown>(events.flatMap((event) => process.rawListeners(event)))
  const unhandled = listenForUnhandled()
  return {
    ...unhandled,
    fail(cause, event) {
      const listeners = process.rawListeners(event) as ((cause: unknown) => void)[]
      for (const listener of listeners) if (!earlier.has(listener)) listener(cause)
    },
  }
}

describe('what fails while nobody waits for it', () => {
  it('is gathered, whatever it is, and given away once', () => {
    const { take, fail, forget } = listening()
    fail(new TypeError('x is not a function'), 'uncaughtException')
    // Bun tells of a rejection on this one alone.
    fail('a text', 'unhandledRejection')
    expect(take().map(({ message }) => message)).toEqual(['TypeError: x is not a function', 'a text'])
    expect(take()).toEqual([])
    forget()
  })

  it('is for others to see to once the run is over', () => {
    const before = events.map((event) => process.listenerCount(event))
    listening().forget()
    expect(events.map((event) => process.listenerCount(event))).toEqual(before)
  })
})
