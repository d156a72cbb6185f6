import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { screenOutput } from '../src/tail/output.ts'
import { openScreen } from '../src/tail/screen.ts'
import { memoryIo } from './support/memory-io.ts'
import { book } from './support/updates.ts'

const terminal = { columns: 80, rows: 24 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a screen', () => {
  it('draws the last of the frames that come at once', () => {
    const io = memoryIo({ terminal })
    const screen = openScreen(io.out)
    screen.draw(() => ['first'])
    screen.draw(() => ['second'])
    vi.advanceTimersByTime(1_000)
    expect(io.stdout()).toContain('second')
    expect(io.stdout()).not.toContain('first')
  })

  it('gives the terminal back, with cursor and wrapping, and leaves the last frame on it', () => {
    const io = memoryIo({ terminal })
    const screen = openScreen(io.out)
    screen.draw(() => ['head', 'row'])
    screen.close()
    expect(io.stdout()).toBe('\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?7h\u001b[?25h\u001b[?1049lhead\nrow\n')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a table on a terminal', () => {
  it('says what is followed, how far it can be trusted, and how to end', () => {
    const io = memoryIo({ terminal, env: { NO_COLOR: '1' } })
    const output = screenOutput(io, { feed: 'book', title: 'book BTC-PYUSD', target: 'sandbox' })
    output.notice('live')
    output.update(book({ state: 'stale', trouble: 'gap' }))
    vi.advanceTimersByTime(1_000)
    expect(io.stdout()).toContain('book BTC-PYUSD  stale (gap)  1 update')
    expect(io.stdout()).toContain('sandbox: live; Ctrl+C ends')
    output.close()
    expect(io.stdout()).toMatch(/ended\n$/)
  })
})
