import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { answerTraits } from './answer-traits.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })
const list = (items: Json): JsonObject => ({ type: 'array', items })

const document = {
  components: {
    schemas: {
      Share: { type: 'number' },
      Order: object({ id: { type: 'string' }, parts: list(ref('Order')) }),
      Priced: { allOf: [ref('Order'), object({ share: ref('Share') })] },
      Refusal: object({ message: { type: 'string' } }),
    },
  },
}

describe('an answer has no body', () => {
  it('where no success describes one', () => {
    expect(answerTraits(document)([]).noBody).toBe(true)
    expect(answerTraits(document)([ref('Order')]).noBody).toBe(false)
  })
})

describe('an answer has fractions', () => {
  it.each<[string, Json]>([
    ['a number', object({ a: { type: 'number' } })],
    ['a number or nothing', object({ a: { type: ['number', 'null'] } })],
    ['one of several numbers', object({ a: { enum: [1, 2.5] } })],
    ['one number', object({ a: { const: 0.5 } })],
    ['a number in a list of objects, by reference', list(ref('Priced'))],
    ['numbers under names of any kind', { type: 'object', additionalProperties: ref('Share') }],
  ])('with %s', (_, schema) => {
    expect(answerTraits(document)([object({}), schema]).fractions).toBe(true)
  })

  it.each<[string, Json]>([
    ['whole numbers', object({ a: { type: 'integer' }, b: { enum: [1, 2] } })],
    ['a schema that leads back to itself', ref('Order')],
    ['a member called number', object({ number: { type: 'string', example: 1.5 } })],
    ['anything', true],
  ])('but not with %s', (_, schema) => {
    expect(answerTraits(document)([schema]).fractions).toBe(false)
  })
})

describe('an answer may be taken for a refusal', () => {
  it.each<[string, Json]>([
    ['a message of its own', object({ id: { type: 'string' }, message: { type: 'string' } })],
    ['a message by reference, in one of its forms', { oneOf: [ref('Order'), ref('Refusal')] }],
    ['an object of which nothing is said', { type: 'object' }],
    ['anything', true],
  ])('with %s', (_, schema) => {
    expect(answerTraits(document)([ref('Order'), schema]).saysMessage).toBe(true)
  })

  it.each<[string, Json]>([
    ['members of its own', ref('Priced')],
    ['a message in one of its members', object({ cause: ref('Refusal') })],
  ])('but not with %s', (_, schema) => {
    expect(answerTraits(document)([schema]).saysMessage).toBe(false)
  })

  it('but not where a success has no body', () => {
    expect(answerTraits(document)([])).toMatchObject({ fractions: false, saysMessage: false })
  })
})
