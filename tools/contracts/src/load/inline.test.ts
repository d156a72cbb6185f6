import { describe, expect, it } from 'vitest'
import { hoistReferences } from './hoist.ts'
import { inlineReferences } from './inline.ts'

const text = { type: 'string' }
const answer = { description: 'x', content: { 'application/json': { schema: text } } }

describe('a reference to', () => {
  it('a path item is replaced by the path item, what stands beside it kept', () => {
    const item = { get: { responses: { 200: answer } } }
    const document = {
      paths: { '/a': { $ref: '#/components/pathItems/P', summary: 'A.' }, '/b': { $ref: '#/paths/~1a' } },
      components: { pathItems: { P: item, Unused: item } },
    }
    expect(inlineReferences(document)).toEqual({
      paths: { '/a': { ...item, summary: 'A.' }, '/b': { ...item, summary: 'A.' } },
      components: { pathItems: { Unused: item } },
    })
  })

  it('a response of another operation is replaced by the response, not taken for a schema', () => {
    const document = {
      paths: {
        '/a': { get: { responses: { 200: answer } } },
        '/b': { get: { responses: { 200: { $ref: '#/paths/~1a/get/responses/200' } } } },
      },
    }
    expect(hoistReferences(inlineReferences(document))).toMatchObject({
      paths: { '/b': { get: { responses: { 200: answer } } } },
    })
  })

  it('a media type of the components is replaced by the media type', () => {
    const media = { schema: text }
    const document = {
      paths: {
        '/a': {
          get: { responses: { 200: { content: { 'application/json': { $ref: '#/components/mediaTypes/M' } } } } },
        },
      },
      components: { mediaTypes: { M: media } },
    }
    expect(inlineReferences(document)).toHaveProperty(
      ['paths', '/a', 'get', 'responses', '200', 'content', 'application/json'],
      media,
    )
  })

  it('an operation of AsyncAPI is replaced by the operation', () => {
    const operation = { action: 'send', channel: { $ref: '#/channels/a' } }
    const document = {
      operations: { a: { $ref: '#/components/operations/A' } },
      components: { operations: { A: operation } },
    }
    expect(inlineReferences(document)).toHaveProperty(['operations', 'a'], operation)
  })

  it.each([
    '#/paths/~1a/get/responses/200/content/application~1json/schema',
    '#/components/schemas/A/properties/responses',
  ])('the schema %s gets a name', (ref) => {
    const document = {
      paths: { '/a': { get: { responses: { 200: answer } } } },
      components: { schemas: { A: { properties: { responses: text } }, B: { items: { $ref: ref } } } },
    }
    const named = hoistReferences(inlineReferences(document)) as typeof document
    const [, name] = named.components.schemas.B.items.$ref.split('#/components/schemas/')
    expect(named.components.schemas).toHaveProperty(name ?? '', text)
  })

  it('a component stays', () => {
    const document = { a: { $ref: '#/components/responses/R' }, components: { responses: { R: answer } } }
    expect(inlineReferences(document)).toBe(document)
  })

  it('a path item that leads back to itself is refused', () => {
    const document = { paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } } }
    expect(() => inlineReferences(document)).toThrow('leads back to itself')
  })
})
