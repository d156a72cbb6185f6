import { describe, expect, it } from 'vitest'
import { type JsonObject, objectAt } from '../json.ts'
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

  const schemas = { Base: object({ id: text }), More: { allOf: [ref('Base'), object({ more: text })] } }
  it.each<[string, JsonObject, JsonObject]>([
    ['what more is said of than its type', object({ x: text }), { type: 'object', description: 'Any.' }],
    ['a number that is whole', { type: 'integer' }, { type: 'number' }],
    ['a component that is an object', ref('Base'), { type: 'object', 'x-evidence': 'observed' }],
    ['what is made of the other', ref('More'), ref('Base')],
  ])('gives a member that two parts describe %s, whichever comes first', (_, narrow, wide) => {
    for (const parts of [
      [narrow, wide],
      [wide, narrow],
    ])
      expect(flatten({ allOf: parts.map((part) => object({ a: part })) }, schemas)).toEqual(object({ a: narrow }))
  })

  it('holds a member to both of what two parts say of it where neither is narrower, and the same two to the same', () => {
    const [one, other] = [object({ a: object({ x: text }) }), object({ a: object({ y: text }) })]
    const member = (): unknown => objectAt(flatten({ allOf: [one, other] }, {}), 'properties')['a']
    expect(member()).toEqual({ allOf: [object({ x: text }), object({ y: text })] })
    expect(member()).toBe(member())
  })

  it('has the values that all parts allow, and the tighter of their bounds', () => {
    const one: JsonObject = { enum: ['a', 'b', 'c'], minLength: 1, maxLength: 9 }
    const other: JsonObject = { enum: ['c', 'b'], minLength: 2, maxLength: 5 }
    expect(flatten({ allOf: [one, other] }, {})).toEqual({ enum: ['b', 'c'], minLength: 2, maxLength: 5 })
    expect(flatten({ allOf: [{ enum: ['a'] }, { enum: ['b'] }] }, {})).toEqual({ enum: ['a'] })
  })

  it('holds the items of a list and the further members of an object to what both parts say', () => {
    const list = (items: JsonObject): JsonObject => ({ type: 'array', items })
    expect(flatten({ allOf: [list(text), list(few)] }, {})).toEqual(list(few))
    const open = (rest: JsonObject | boolean): JsonObject => ({ additionalProperties: rest })
    expect(flatten({ allOf: [open(true), open(text), open(false)] }, {})).toEqual(open(false))
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
    ['number', 'integer', 'integer'],
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
