import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { variants } from './variants.ts'

/** A composition of so many unions of three. */
const composed = (unions: number): JsonObject => ({
  allOf: Array.from({ length: unions }, (_, index) => ({
    oneOf: ['a', 'b', 'c'].map((letter) => ({ properties: { [`${letter}${index}`]: { type: 'string' } } })),
  })),
})

describe('the objects that a composition can be', () => {
  it('are every way in which its choices can be made', () => {
    expect(variants(composed(2), {}, 'Order').map(({ properties }) => Object.keys(properties ?? {}))).toEqual(
      ['a0', 'b0', 'c0'].flatMap((first) => ['a1', 'b1', 'c1'].map((second) => [first, second])),
    )
  })

  it('are refused before they are made where they are too many, by the name of what is composed of them', () => {
    expect(variants(composed(6), {}, 'Order')).toHaveLength(729)
    expect(() => variants(composed(40), {}, 'Order')).toThrow(/^Order is composed of unions .* in \d\S* ways/)
    const schemas = { Part: composed(7) }
    expect(() => variants({ allOf: [{ $ref: '#/components/schemas/Part' }] }, schemas, 'Order')).toThrow(
      'Part is composed of unions that can be put together in 2187 ways; no type is made of more than 1000.',
    )
  })
})
