import { describe, expect, it } from 'vitest'
import { promptly, timed } from '../src/case/promptly.ts'

/** A machine on which each go takes this long. */
function machine(...durations: number[]) {
  let now = 0
  let goes = 0
  return {
    elapsedMs: () => now,
    go: async <T>(result: T) => {
      now += durations[goes] ?? 0
      goes += 1
      return result
    },
    goes: () => goes,
  }
}

describe('what depends on the second it arrives in', () => {
  it('is done once on a machine that does not stall', async () => {
    const { elapsedMs, go, goes } = machine(4_000)
    await promptly({ elapsedMs }, 4_000, () => go('fine'))
    expect(goes()).toBe(1)
  })

  it('is done again after a stall, whether it passed or failed, and counts by its last go', async () => {
    const { elapsedMs, go, goes } = machine(10_000, 10_000, 1)
    await promptly({ elapsedMs }, 4_000, async () => {
      await go('')
      if (goes() === 1) throw new Error('refused for the stall')
    })
    expect(goes()).toBe(3)
  })

  it('fails by what the last go met', async () => {
    const { elapsedMs, go } = machine(10_000, 1)
    const failing = promptly({ elapsedMs }, 4_000, async () => {
      await go('')
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
  })

  it('is given up after three goes, and says that it never was prompt', async () => {
    const { elapsedMs, go, goes } = machine(5_000, 5_000, 5_000, 1)
    const met = await timed({ elapsedMs }, 4_000, () => go(401))
    expect(met).toEqual({ value: 401, isPrompt: false })
    expect(goes()).toBe(3)
  })
})
