import { describe, expect, it } from 'vitest'
import { atPoint, columns } from '../src/columns.ts'

describe('columns', () => {
  it('pads every cell to the width of its column, and leaves no space at the end', () => {
    expect(
      columns(
        [
          ['a', 'qty', ''],
          ['symbol', '1', 'x'],
        ],
        ['left', 'right', 'left'],
      ),
    ).toEqual(['a       qty', 'symbol    1  x'])
  })

  it('gives no line for no row', () => {
    expect(columns([], ['left'])).toEqual([])
  })
})

describe('atPoint', () => {
  it('lines decimal texts up at their point without touching a digit', () => {
    expect(atPoint(['110864', '0.10', '9.5'])).toEqual(['110864   ', '0.10', '9.5 '])
  })
})
