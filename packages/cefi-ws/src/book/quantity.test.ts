import { describe, expect, it } from 'vitest'
import { quantityKind } from './quantity.ts'

describe('a quantity', () => {
  it.each([
    ['0', 'zero'],
    ['0.000', 'zero'],
    ['-0', 'zero'],
    ['0.000000000000000001', 'positive'],
    ['12', 'positive'],
    ['-1', 'negative'],
    ['', 'invalid'],
    ['-', 'invalid'],
    ['.', 'invalid'],
    ['5.', 'invalid'],
    ['.5', 'invalid'],
    ['-.5', 'invalid'],
    ['1.2.3', 'invalid'],
    ['1e5', 'invalid'],
  ])('of "%s" is %s', (text, kind) => {
    expect(quantityKind(text)).toBe(kind)
  })
})
