import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { jsonTypesOf } from './json-types.ts'

const document: JsonObject = {
  components: {
    schemas: { Text: { type: 'string' }, Loop: { anyOf: [{ $ref: '#/components/schemas/Loop' }, { type: 'null' }] } },
  },
}
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

describe('the types of a schema', () => {
  it.each<[string, JsonObject, string[]]>([
    ['as it states them', { type: ['object', 'null'] }, ['object', 'null']],
    ['by the keywords of an object', { properties: {} }, ['object']],
    ['by the keywords of a list', { items: {} }, ['array']],
    ['by its values', { enum: ['a', 1, null] }, ['string', 'integer', 'null']],
    ['by its constant', { const: [] }, ['array']],
    ['through a reference', ref('Text'), ['string']],
    ['through what it is made of', { allOf: [ref('Text'), { description: 'T.' }] }, ['string']],
    ['through its choices', { anyOf: [ref('Text'), { type: 'array' }] }, ['string', 'array']],
    ['through what leads back to it', ref('Loop'), ['null']],
    ['where it says nothing', { description: 'Anything.' }, []],
  ])('%s', (_, schema, expected) => {
    expect([...jsonTypesOf(document, schema)]).toEqual(expected)
  })
})
