import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { modern } from './modern.ts'

const ref = { $ref: '#/components/schemas/A' }

/** What becomes of one schema in a document of a version. */
function read(schema: JsonObject, openapi = '3.1.0'): unknown {
  const document = modern({ openapi, components: { schemas: { A: {}, B: schema } } })
  return (document as { components: { schemas: { B: unknown } } }).components.schemas.B
}

describe('in every version', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a nullable type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      'a nullable enum',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'an enum with a null that its type leaves out',
      { type: 'string', enum: ['a', null] },
      { type: 'string', enum: ['a'] },
    ],
    ['an enum that its type contradicts', { type: 'integer', enum: ['1', 2, null] }, { type: 'integer' }],
    ['numbers that are whole', { type: 'number', enum: [1, 2.5] }, { type: 'number', enum: [1, 2.5] }],
    ['a nullable reference', { ...ref, nullable: true }, { anyOf: [ref, { type: 'null' }] }],
    ['a nullable anything', { allOf: [true], nullable: true }, { anyOf: [{ allOf: [{}] }, { type: 'null' }] }],
    ['a nullable choice', { oneOf: [ref], nullable: true }, { anyOf: [{ oneOf: [ref] }, { type: 'null' }] }],
    [
      'a nullable choice with a type',
      { type: 'object', oneOf: [ref], nullable: true },
      { anyOf: [{ type: 'object', oneOf: [ref] }, { type: 'null' }] },
    ],
    [
      'a type with a null that its enum leaves out',
      { type: ['string', 'null'], enum: ['a'] },
      { type: 'string', enum: ['a'] },
    ],
    [
      'a parameter that is written in a media type',
      { name: 'q', in: 'query', content: { 'application/json': { schema: ref } } },
      { name: 'q', in: 'query', content: { 'application/json': { schema: ref } }, schema: ref },
    ],
    [
      'prose that would be a tag',
      { title: '@deprecated', description: 'Ask @support, or a@b.example @ night.' },
      { title: '\\@deprecated', description: 'Ask \\@support, or a@b.example @ night.' },
    ],
    ['a part that says nothing', { allOf: [true, ref] }, { allOf: [ref] }],
    [
      'choices that say nothing or all',
      { anyOf: [false, ref], oneOf: [true, ref] },
      { allOf: [{ anyOf: [ref] }], oneOf: [{}, ref] },
    ],
    ['no choice at all', { oneOf: [false] }, { oneOf: [{ not: {} }] }],
    ['nullable that says no', { type: 'string', nullable: false }, { type: 'string' }],
    ['an exclusive bound', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    ['a bound that is not exclusive', { maximum: 1, exclusiveMaximum: false }, { maximum: 1 }],
    [
      'a list of items',
      { items: [{ type: 'string' }], additionalItems: false },
      { prefixItems: [{ type: 'string' }], items: false },
    ],
    [
      'what a member depends on',
      { dependencies: { title: ['a'], b: { required: ['c'] } } },
      { dependentRequired: { title: ['a'] }, dependentSchemas: { b: { required: ['c'] } } },
    ],
    ['a constant null', { const: null, description: 'x' }, { type: 'null', description: 'x' }],
    [
      'a choice of constant texts',
      {
        oneOf: [
          { const: 'a', title: 'A' },
          { const: 'b', example: 'b', 'x-colour': 'red' },
        ],
      },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'a choice of constant texts or null',
      { anyOf: [{ const: 'a' }, { const: 'b' }, { type: 'null', title: 'None' }], description: 'x' },
      { type: ['string', 'null'], enum: ['a', 'b', null], description: 'x' },
    ],
    [
      'a choice of objects beside members',
      { properties: { x: {} }, anyOf: [ref, { required: ['x'] }] },
      { properties: { x: {} }, allOf: [{ anyOf: [ref, { required: ['x'] }] }] },
    ],
    [
      'a mapping to a name',
      { oneOf: [ref], discriminator: { propertyName: 'k', mapping: { a: 'A', b: './b.yaml' } } },
      { oneOf: [ref], discriminator: { propertyName: 'k', mapping: { a: '#/components/schemas/A', b: './b.yaml' } } },
    ],
  ])('%s is said as JSON Schema 2020-12 says it', (_, written, expected) => {
    expect(read(written, '3.1.0')).toEqual(expected)
    expect(read(written, '3.0.3')).toEqual(expected)
  })

  it.each<[string, JsonObject]>([
    ['a choice of a constant and more', { oneOf: [{ const: 'a' }, { type: 'string' }] }],
    ['a choice alone', { anyOf: [ref, { type: 'null' }], description: 'x' }],
    ['one constant', { oneOf: [{ const: 'a' }] }],
  ])('%s stays as it is', (_, written) => {
    expect(read(written)).toEqual(written)
  })
})

describe('what stands beside a reference', () => {
  const written = { ...ref, description: 'x', required: ['y'], properties: { z: {} } }

  it.each(['3.1.0', '3.2.0'])('holds as well in OpenAPI %s', (version) => {
    const joined = { description: 'x', allOf: [ref, { required: ['y'], properties: { z: {} } }] }
    expect(read(written, version)).toEqual(joined)
  })

  it('is no part of what it says of the whole', () => {
    const whole = { description: 'x', readOnly: true, unevaluatedProperties: false }
    expect(read({ ...ref, ...whole, required: ['y'] })).toEqual({ ...whole, allOf: [ref, { required: ['y'] }] })
  })

  it('is ignored before, but for its description', () => {
    expect(read(written, '3.0.3')).toEqual({ ...ref, description: 'x' })
  })
})

describe('a parameter', () => {
  const header = (name: string): JsonObject => ({ name, in: 'header', required: true })

  it('in a header that security, bodies or answers say does not count', () => {
    const query = { name: 'Accept', in: 'query' }
    const parameters = [header('authorization'), header('Content-Type'), header('Accept'), header('X-Id'), query]
    expect(modern({ paths: { '/a': { parameters } } })).toEqual({
      paths: { '/a': { parameters: [header('X-Id'), query] } },
    })
  })

  it('does not count behind a reference either', () => {
    const ref = { $ref: '#/components/parameters/Auth' }
    const components = { parameters: { Auth: header('Authorization') } }
    expect(modern({ paths: { '/a': { get: { parameters: [ref] } } }, components })).toEqual({
      paths: { '/a': { get: { parameters: [] } } },
      components,
    })
  })
})

it('the discriminator of AsyncAPI is that of OpenAPI', () => {
  const messages = (discriminator: Json): JsonObject => ({
    asyncapi: '3.0.0',
    components: { schemas: { A: { discriminator, properties: { discriminator: { type: 'string' } } } } },
  })
  expect(modern(messages('kind'))).toEqual(messages({ propertyName: 'kind' }))
  expect(read({ discriminator: 'kind' })).toEqual({ discriminator: 'kind' })
})

it('members called like keywords, and data that reads like a schema, stay what they are', () => {
  const schema: JsonObject = {
    properties: { nullable: true, allOf: { type: 'string' }, properties: { properties: { exclusiveMinimum: false } } },
    const: { nullable: true, type: 'string' },
    enum: [{ const: null }],
  }
  expect(modern({ openapi: '3.1.0', components: { schemas: { A: schema } } })).toEqual({
    openapi: '3.1.0',
    components: { schemas: { A: schema } },
  })
})
