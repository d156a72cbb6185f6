import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import { interestKey, type Wanted } from './interests.ts'
import { RequestLoop } from './request-loop.ts'

describe('a confirmation that lists very many items', () => {
  /** A loop that holds so many items, and how often it reads a list of them. */
  function holding(count: number): {
    readonly loop: RequestLoop
    readonly wanted: Map<string, Wanted>
    readonly reads: (update: 'SNAPSHOT' | 'UPDATE', items: readonly string[]) => number
  } {
    const symbols = Array.from({ length: count }, (_, index) => `S${index}`)
    const wanted = new Map<string, Wanted>(
      symbols.map((item) => [interestKey('TRADE', item), { channel: 'TRADE', item, signed: false, turn: 1 }]),
    )
    const nothing = (): void => {}
    const runtime = new VirtualRuntime(0)
    const loop = new RequestLoop({
      runtime,
      afterReading: (delayMs, run) => runtime.after(delayMs, run),
      timeoutMs: 1000,
      maxItems: count,
      wanted: () => wanted,
      isShared: () => false,
      send: nothing,
      onAnswer: nothing,
      onTimeout: nothing,
      onInterrupted: nothing,
    })
    loop.pump()
    const reads = (update: 'SNAPSHOT' | 'UPDATE', item_names: readonly string[]): number => {
      let read = 0
      const list = {
        channel: 'TRADE' as const,
        get item_names() {
          read++
          return [...item_names]
        },
      }
      loop.confirm({ channel: 'WEBSOCKET', update, subscriptions: [list] })
      return read
    }
    expect(reads('SNAPSHOT', symbols)).toBeLessThan(5)
    return { loop, wanted, reads }
  }

  it('is not read once for each that is held, though some are missing from it', () => {
    const { loop, reads } = holding(100)
    expect(reads('UPDATE', ['S0'])).toBeLessThan(5)
    expect(loop.settled).toBe(false)
    loop.stop()
  })

  it('is not read once for each that nobody wants any more', () => {
    const { loop, wanted, reads } = holding(100)
    wanted.clear()
    loop.pump()
    expect(reads('SNAPSHOT', [])).toBeLessThan(5)
    expect([loop.settled, loop.has('TRADE S0')]).toEqual([true, false])
    expect(reads('UPDATE', ['S0', 'S1'])).toBeLessThan(5)
    expect(loop.inFlight).toMatchObject({ action: 'unsubscribe', items: ['S0', 'S1'] })
    loop.stop()
  })
})
