import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import { PendingWaits } from './pending.ts'

/** Many waits, each for a key of its own and for one that all share; the names of those that are over are noted. */
function manyWaits(count: number): {
  readonly waits: PendingWaits
  readonly over: string[]
  readonly clock: VirtualRuntime
} {
  const clock = new VirtualRuntime(0)
  const waits = new PendingWaits(clock)
  const over: string[] = []
  for (let index = 0; index < count; index++) {
    const name = String(index)
    waits
      .wait([name, 'shared'], {
        operation: 'subscribe',
        timeoutMs: 1000,
        signal: undefined,
        cause: () => undefined,
        undo: () => over.push(`${name} undone`),
      })
      .then(
        () => over.push(name),
        () => over.push(`${name} failed`),
      )
  }
  return { waits, over, clock }
}

describe('waits for a confirmation', () => {
  it('are asked after only where something has changed, however many there are', async () => {
    const { waits, over } = manyWaits(1000)
    const asked: string[] = []
    waits.settle((key) => asked.push(key) > 0, ['7'])
    await Promise.resolve()
    expect([asked, over]).toEqual([['7', 'shared'], ['7']])
  })

  it('go on until every key is held, and are forgotten then, with their timers', async () => {
    const { waits, over, clock } = manyWaits(2)
    waits.settle((key) => key !== '1')
    await Promise.resolve()
    expect([over, waits.awaits('0'), waits.awaits('1'), waits.awaits('shared')]).toEqual([['0'], false, true, true])
    waits.settle(() => true, ['shared'])
    await Promise.resolve()
    expect([over, waits.awaits('shared'), clock.pending]).toEqual([['0', '1'], false, 0])
  })

  it('fail together where they need the same key, each once', async () => {
    const { waits, over } = manyWaits(2)
    waits.fail(['0', 'shared'], new Error('refused'))
    await Promise.resolve()
    await Promise.resolve()
    expect(over).toEqual(['0 undone', '1 undone', '0 failed', '1 failed'])
  })
})
