import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { alternatives, ambiguous, childrenIn, discriminatorsOf } from './discriminators.ts'

const either = (...values: readonly string[]): JsonObject => ({
  oneOf: values.map((value) => ({ required: ['kind'], properties: { kind: { const: value } } })),
})
const optional = (name: string): JsonObject => ({ properties: { [name]: { enum: ['x'] } } })

describe('the objects that a schema can be', () => {
  it('are counted by what is asked about, however many unions it is composed of', () => {
    const choices = Array.from({ length: 40 }, (_, index) => ({
      oneOf: [{ required: [`a${index}`] }, { required: [`b${index}`] }, { required: [`c${index}`] }],
    }))
    const schemas = { A: { allOf: [...choices, either('a', 'b')] }, B: { allOf: [...choices, either('b', 'c')] } }
    expect(alternatives(schemas, { $ref: '#/components/schemas/A' }, ['kind'])).toEqual([
      new Map([['kind', ['a']]]),
      new Map([['kind', ['b']]]),
    ])
    expect(discriminatorsOf(schemas, ['A', 'B'])).toEqual(['kind'])
    expect(ambiguous(schemas, ['A', 'B'])).toEqual([['A', 'B']])
  })
})

describe('the children of a component', () => {
  it('are found where components are made of each other in a circle', () => {
    const part = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
    const schemas = {
      Event: { discriminator: { propertyName: 'kind' }, allOf: [part('Base')] },
      Base: { allOf: [part('Event')] },
    }
    expect(childrenIn(schemas)).toEqual([{ name: 'Base', parent: 'Event', property: 'kind' }])
  })
})

describe('what tells payloads apart', () => {
  it.each<[string, JsonObject, string[]]>([
    ['is required in one part and limited in another', { allOf: [{ required: ['x'] }, optional('x')] }, ['x']],
    ['is what every choice says', either('a', 'b'), ['kind']],
    ['is not what one choice leaves out', { oneOf: [...(either('a')['oneOf'] as JsonObject[]), {}] }, []],
    ['is not what may be missing', optional('x'), []],
  ])('%s', (_, schema, names) => {
    expect(discriminatorsOf({ A: schema }, ['A'])).toEqual(names)
  })
})
