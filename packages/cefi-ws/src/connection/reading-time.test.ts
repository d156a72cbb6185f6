import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import { ReadingTime } from './reading-time.ts'

const settle = async (): Promise<void> => {}

describe('the time in which a socket is read', () => {
  it('is all of it where nothing pauses', async () => {
    const { clock, ran } = waiting(1000)
    await clock.advance(999, settle)
    expect(ran()).toBe(false)
    await clock.advance(1, settle)
    expect([ran(), clock.pending]).toEqual([true, 0])
  })

  it('leaves out every pause', async () => {
    const { clock, reading, ran } = waiting(1000)
    for (let turn = 0; turn < 9; turn++) {
      await clock.advance(100, settle)
      reading.pause()
      await clock.advance(350, settle)
      reading.resume()
    }
    await clock.advance(99, settle)
    expect(ran()).toBe(false)
  })

  it('goes on after a pause, and what waits for it comes to its end', async () => {
    const { clock, reading, ran } = waiting(1000)
    await clock.advance(300, settle)
    reading.pause()
    reading.pause()
    await clock.advance(200, settle)
    reading.resume()
    reading.resume()
    await clock.advance(699, settle)
    expect(ran()).toBe(false)
    await clock.advance(1, settle)
    expect([ran(), clock.pending]).toEqual([true, 0])
  })

  it('is looked at seldom while a pause lasts, however little is left', async () => {
    const { clock, reading, ran } = waiting(1000)
    let looks = 0
    const after = clock.after.bind(clock)
    clock.after = (ms, run) => {
      looks++
      return after(ms, run)
    }
    await clock.advance(999, settle)
    reading.pause()
    await clock.advance(60_000, settle)
    expect([ran(), looks]).toEqual([false, 60])
  })

  it('can be waited for no longer', async () => {
    const { clock, reading, ran, stop } = waiting(1000)
    reading.pause()
    await clock.advance(1500, settle)
    stop()
    expect(clock.pending).toBe(0)
    reading.resume()
    await clock.advance(10_000, settle)
    expect(ran()).toBe(false)
  })
})

function waiting(ms: number): {
  readonly clock: VirtualRuntime
  readonly reading: ReadingTime
  readonly ran: () => boolean
  readonly stop: () => void
} {
  const clock = new VirtualRuntime()
  const reading = new ReadingTime(clock)
  let ran = false
  const stop = reading.after(ms, () => {
    ran = true
  })
  return { clock, reading, ran: () => ran, stop }
}
