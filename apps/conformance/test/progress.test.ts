import { describe, expect, it } from 'vitest'
import { createProgress } from '../src/progress.ts'

function shown(isTTY: boolean, steps: readonly (readonly [at: number, text: string])[]): string {
  let now = 0
  let written = ''
  const progress = createProgress({ isTTY, columns: 30, write: (text) => void (written += text) }, () => now)
  for (const [at, text] of steps) {
    now = at
    progress.show(text)
  }
  progress.clear()
  return written
}

describe('progress', () => {
  it('rewrites one line of a terminal, never a longer one than fits, and leaves nothing of it', () => {
    expect(
      shown(true, [
        [0, '1 of 2  auth'],
        [1, 'x'.repeat(40)],
      ]),
    ).toBe(`\r\u001b[2K1 of 2  auth\r\u001b[2K${'x'.repeat(29)}\r\u001b[2K`)
  })

  it('writes a whole line every ten seconds where there is no terminal', () => {
    expect(
      shown(false, [
        [9_999, '1 of 200'],
        [10_000, '2 of 200'],
        [19_999, '3 of 200'],
        [25_000, '4 of 200'],
      ]),
    ).toBe('2 of 200\n4 of 200\n')
  })
})
