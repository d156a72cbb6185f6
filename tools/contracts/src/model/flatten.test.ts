import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { flatten } from './flatten.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})
const text: JsonObject = { type: 'string' }

describe('the object that several parts amount to', () => {
  it('has the members of all, and requires what any requires', () => {
    const parts = [ref('A'), object({ b: text }, ['a', 'b'])]
    expect(flatten({ allOf: parts, description: 'C.' }, { A: object({ a: text }, ['a']) })).toEqual({
      ...object({ a: text, b: text }, ['a', 'b']),
      description: 'C.',
    })
  })

  const [few, many] = [
    { type: 'string', enum: ['a'] },
    { type: 'string', enum: ['a', 'b', 'c'] },
  ]
  it.each<[string, JsonObject, JsonObject]>([
    ['a constant rather than an enum', { const: 'a' }, few],
    ['an enum rather than a type', many, text],
    ['the shorter of two enums', few, many],
    ['what a reference leads to rather than a type', ref('Few'), text],
  ])('gives a member that two parts describe %s, whichever comes first', (_, narrow, wide) => {
    const schemas = { Few: few }
    for (const parts of [
      [narrow, wide],
      [wide, narrow],
    ])
      expect(flatten({ allOf: parts.map((part) => object({ kind: part })) }, schemas)).toEqual(object({ kind: narrow }))
  })

  it('gives a member that two parts describe alike as the first one has it', () => {
    expect(flatten({ allOf: [object({ a: text }), object({ a: { type: 'number' } })] }, {})).toEqual(
      object({ a: text }),
    )
  })

  it.each([
    [['object', 'null'], 'object', 'object'],
    ['object', ['object', 'null'], 'object'],
    [
      ['string', 'number', 'null'],
      ['null', 'string'],
      ['string', 'null'],
    ],
    ['string', 'number', 'string'],
    [undefined, 'object', 'object'],
  ])('of the types %j and %j has %j', (one, other, both) => {
    const part = { type: other, properties: { a: text } }
    const whole = one === undefined ? { allOf: [part] } : { type: one, allOf: [part] }
    expect(flatten(whole, {})).toEqual({ type: both, properties: { a: text } })
  })

  it('is none where a part is the whole', () => {
    expect(() => flatten({ allOf: [ref('A')] }, { A: { allOf: [ref('A')] } })).toThrow(
      'A is composed of itself through allOf.',
    )
  })
})
