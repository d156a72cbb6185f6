import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { withTraits } from './traits.ts'

describe('the traits of a message', () => {
  const traits = [{ $ref: '#/components/messageTraits/common' }, { title: 'Later', headers: { required: ['a'] } }]
  const document = (message: JsonObject): JsonObject => ({
    asyncapi: '3.0.0',
    components: {
      messageTraits: { common: { title: 'Common', headers: { type: 'object' }, deprecated: true } },
      messages: { level: { traits, ...message } },
    },
  })
  const level = (message: JsonObject): unknown =>
    (withTraits(document(message)) as { components: { messages: JsonObject } }).components.messages['level']

  it('are part of it, a later one before an earlier one', () => {
    expect(level({ name: 'level' })).toEqual({
      name: 'level',
      title: 'Later',
      headers: { type: 'object', required: ['a'] },
      deprecated: true,
    })
  })

  it('give way to what it says itself', () => {
    expect(level({ title: 'Own', deprecated: false })).toMatchObject({ title: 'Own', deprecated: false })
  })
})

it('leaves an OpenAPI document alone', () => {
  const document = { openapi: '3.1.0', components: { schemas: { A: { example: { traits: [{}] } } } } }
  expect(withTraits(document)).toBe(document)
})
