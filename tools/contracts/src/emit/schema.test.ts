import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { typedDocument } from '../model/typed-document.ts'
import { emitSchema } from './schema.ts'

/** The type of a schema, in one line. */
function typeOf(schema: JsonObject): string | undefined {
  const components = { schemas: { A: schema } }
  const { document, openForms } = typedDocument({ openapi: '3.1.0', paths: {}, components })
  return / A: ([^]*?);\s+\};\s+responses:/.exec(emitSchema(document, openForms))?.[1]?.replaceAll(/\s+/g, ' ')
}

it('a member that a part of a part describes has a type that says that it is required', () => {
  const parent = { type: 'object', properties: { id: { type: 'string' } } }
  const schemas = {
    Parent: parent,
    Child: { allOf: [{ $ref: '#/components/schemas/Parent' }] },
    Grandchild: { allOf: [{ $ref: '#/components/schemas/Child' }, { required: ['id'] }] },
  }
  const { document } = typedDocument({ openapi: '3.1.0', paths: {}, components: { schemas } })
  expect(emitSchema(document)).toMatch(/Grandchild: WithRequired<components\["schemas"\]\["Child"\], "id">/)
})

it('a component whose name reads like an escape is referred to by that name', () => {
  const components = {
    schemas: { '%41': { type: 'string' }, A: { type: 'number' }, B: { $ref: '#/components/schemas/%2541' } },
  }
  const { document } = typedDocument({ openapi: '3.1.0', paths: {}, components })
  expect(emitSchema(document)).toContain('B: components["schemas"]["%41"];')
})

describe('a list', () => {
  const list: JsonObject = { type: 'array', items: { type: 'string' } }
  const constant = (text: string): JsonObject => ({ type: 'array', items: { const: text } })

  it.each<[string, JsonObject, string]>([
    ['of texts', {}, 'string[]'],
    ['that is a constant', { const: ['a'] }, '[ "a" ]'],
    ['limited to some lists', { enum: [['a'], ['b']] }, '[ "a" ] | [ "b" ]'],
    ['that is another list as well', { allOf: [constant('a')] }, 'string[] & "a"[]'],
    ['that is one of several', { oneOf: [constant('a'), constant('b')] }, 'string[] & ("a"[] | "b"[])'],
    ['that is any of several', { anyOf: [constant('a'), constant('b')] }, 'string[] & ("a"[] | "b"[])'],
  ])('%s has a type that says so', (_, more, type) => {
    expect(typeOf({ ...list, ...more })).toBe(type)
  })
})

describe('an object that states no type', () => {
  const members = { properties: { a: { type: 'string' } } }
  const inside = (more: JsonObject): string | undefined => typeOf({ type: 'array', items: { ...members, ...more } })

  it('has named members that are what they are, whatever the others are', () => {
    const open = '({ a?: string; } & { [key: string]: unknown; })[]'
    expect(inside({ additionalProperties: { type: 'number' } })).toBe(open)
    expect(inside({ patternProperties: { '^x': { type: 'number' } } })).toBe(open)
  })

  it('has no other members where it is received and says that there may be some', () => {
    expect(inside({ additionalProperties: true })).toBe('{ a?: string; }[]')
    expect(typeOf({ allOf: [members, { ...members, additionalProperties: true }] })).toBe(
      '{ a?: string; } & { a?: string; }',
    )
  })
})
