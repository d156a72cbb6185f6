import { describe, expect, it } from 'vitest'
import { listenForUnhandled, type Unhandled } from '../src/run/unhandled.ts'

/** Throws to whoever has begun to listen since, and to nobody else: the runner of the tests listens too. */
function listening(): Unhandled & { fail: (cause: unknown) => void } {
  const earlier = process.listeners('uncaughtException')
  const unhandled = listenForUnhandled()
  return {
    ...unhandled,
    fail(cause) {
      for (const listener of process.listeners('uncaughtException'))
        if (!earlier.includes(listener)) listener(cause as Error, 'uncaughtException')
    },
  }
}

describe('what fails while nobody waits for it', () => {
  it('is gathered, whatever it is, and given away once', () => {
    const { take, fail, forget } = listening()
    fail(new TypeError('x is not a function'))
    fail('a text')
    expect(take().map(({ message }) => message)).toEqual(['TypeError: x is not a function', 'a text'])
    expect(take()).toEqual([])
    forget()
  })

  it('is for others to see to once the run is over', () => {
    const before = process.listenerCount('uncaughtException')
    listening().forget()
    expect(process.listenerCount('uncaughtException')).toBe(before)
  })
})
