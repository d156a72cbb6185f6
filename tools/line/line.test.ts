import { describe, expect, it } from 'vitest'
import { createProgress } from './progress.ts'
import { nodeProblem } from './require-node.mjs'

describe('the Node.js check', () => {
  for (const version of ['22.18.0', '22.19.1', '24.0.0']) {
    it(`accepts ${version}`, () => {
      expect(nodeProblem(version)).toBeNull()
    })
  }

  for (const version of ['20.20.2', '22.17.9', '18.0.0']) {
    it(`says that ${version} is too old, and what to do`, () => {
      expect(nodeProblem(version)).toMatch(/needs Node\.js 22\.18 or newer; this is .* install/)
    })
  }
})

describe('the progress display', () => {
  const written = (isTTY: boolean, milliseconds: number) => {
    const texts: string[] = []
    createProgress({ isTTY, write: (text) => texts.push(text) }).begin('build')(true, milliseconds)
    return texts
  }

  it('writes nothing when the output is not a terminal', () => {
    expect(written(false, 9_000)).toEqual([])
  })

  it('leaves one line for a long step and none for a cached one', () => {
    expect(written(true, 9_000).at(-1)).toBe('✓ build · 9.0 s\n')
    expect(written(true, 300).at(-1)).toBe('\r\u001b[2K')
  })
})
