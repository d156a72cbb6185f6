import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { discriminatingOf } from './discriminating.ts'
import { openEnums } from './enums.ts'
import { typedDocument } from './typed-document.ts'
import { ANY_STRING, OVERLAPPING } from './widened.ts'

const side: JsonObject = { type: 'string', enum: ['buy', 'sell'] }
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const open = { anyOf: [side, { type: 'string', [ANY_STRING]: true }] }
const none = new Map<string, ReadonlySet<string>>()

describe('enums', () => {
  it('stay closed in what is only sent, and open in what is only received', () => {
    const schemas = { Sent: side, Received: side }
    const uses = [
      { schema: ref('Sent'), mode: 'closed' },
      { schema: ref('Received'), mode: 'open' },
    ] as const
    expect(openEnums(schemas, uses, none).schemas).toEqual({ Sent: side, Received: open })
  })

  it('come in two forms where they travel both ways, and so does what holds them', () => {
    const schemas: JsonObject = { Side: side, Order: { properties: { side: ref('Side') } } }
    const uses = [
      { schema: ref('Order'), mode: 'closed' },
      { schema: ref('Order'), mode: 'open' },
    ] as const
    const { schemas: result, openForms } = openEnums(schemas, uses, none)
    expect(result).toEqual({
      Side: side,
      SideOpen: open,
      Order: { properties: { side: ref('Side') } },
      OrderOpen: { properties: { side: ref('SideOpen') } },
    })
    expect([...openForms]).toEqual([
      ['SideOpen', 'Side'],
      ['OrderOpen', 'Order'],
    ])
  })

  it('leave one form of what holds none', () => {
    const schemas: JsonObject = { Id: { type: 'string' } }
    const uses = [
      { schema: ref('Id'), mode: 'closed' },
      { schema: ref('Id'), mode: 'open' },
    ] as const
    expect(Object.keys(openEnums(schemas, uses, none).schemas)).toEqual(['Id'])
  })

  it('of one value are a constant, and never open', () => {
    const one: JsonObject = { type: 'string', enum: ['only'] }
    expect(openEnums({ One: one }, [{ schema: ref('One'), mode: 'open' }], none).schemas).toEqual({ One: one })
  })

  it('stay closed where the union stands in an answer, and in what its members are made of', () => {
    const union: JsonObject = { oneOf: [ref('Cat')], discriminator: { propertyName: 'kind' } }
    const { document } = typedDocument({
      openapi: '3.1.0',
      paths: { '/a': { get: { responses: { 200: { content: { 'application/json': { schema: union } } } } } } },
      components: { schemas: { Base: { properties: { kind: side, mood: side } }, Cat: { allOf: [ref('Base')] } } },
    })
    expect(document['components']).toMatchObject({ schemas: { Base: { properties: { kind: side, mood: open } } } })
  })

  it('stay closed where they tell the members of a union apart', () => {
    const schemas: JsonObject = {
      Cat: { properties: { kind: side, mood: side } },
      Pet: { oneOf: [ref('Cat')], discriminator: { propertyName: 'kind' } },
    }
    expect(
      openEnums(schemas, [{ schema: ref('Pet'), mode: 'open' }], discriminatingOf(schemas)).schemas['Cat'],
    ).toEqual({
      properties: { kind: side, mood: open },
    })
  })

  it('stay closed where a parent tells its children apart by them, in theirs as well', () => {
    const schemas: JsonObject = {
      Pet: { properties: { kind: side, mood: side }, discriminator: { propertyName: 'kind' } },
      Dog: { allOf: [ref('Pet'), { allOf: [ref('Base')] }] },
      Base: { properties: { kind: side } },
      Puppy: { allOf: [ref('Dog')], properties: { kind: side } },
      Other: { properties: { kind: side } },
    }
    const uses = ['Puppy', 'Other'].map((name) => ({ schema: ref(name), mode: 'open' as const }))
    expect(openEnums(schemas, uses, discriminatingOf(schemas)).schemas).toMatchObject({
      Pet: { properties: { kind: side, mood: open } },
      Base: { properties: { kind: side } },
      Puppy: { properties: { kind: side } },
      Other: { properties: { kind: open } },
    })
  })

  it.each(['not', 'if', 'contains'])('stay closed in what %s asks', (keyword) => {
    const schemas: JsonObject = { Side: side, Asking: { [keyword]: { properties: { side, other: ref('Side') } } } }
    expect(openEnums(schemas, [{ schema: ref('Asking'), mode: 'open' }], none).schemas).toEqual(schemas)
  })

  it('leave choices that exclude each other no more marked, where they are open', () => {
    const schemas: JsonObject = {
      Side: side,
      Either: { oneOf: [ref('Side'), { type: 'string', enum: ['both', 'none'] }] },
    }
    const both = [
      { schema: ref('Either'), mode: 'closed' },
      { schema: ref('Either'), mode: 'open' },
    ] as const
    const { schemas: result } = openEnums(schemas, both, none)
    expect([result['Either'], result['EitherOpen']]).toEqual([
      schemas['Either'],
      expect.objectContaining({ [OVERLAPPING]: true }),
    ])
  })

  it('are not looked for in data', () => {
    const schemas: JsonObject = { A: { type: 'object', default: side, examples: [side], const: side } }
    expect(openEnums(schemas, [{ schema: ref('A'), mode: 'open' }], none).schemas).toEqual(schemas)
  })

  it('are open in what nothing uses, and in the form of a shared one that it refers to', () => {
    const schemas: JsonObject = { Side: side, Unused: { properties: { side: ref('Side') } } }
    expect(openEnums(schemas, [{ schema: ref('Side'), mode: 'closed' }], none).schemas).toEqual({
      Side: side,
      SideOpen: open,
      Unused: { properties: { side: ref('SideOpen') } },
    })
  })

  it('end on schemas that contain themselves', () => {
    const schemas: JsonObject = { Tree: { properties: { next: ref('Tree'), side } } }
    const uses = [
      { schema: ref('Tree'), mode: 'closed' },
      { schema: ref('Tree'), mode: 'open' },
    ] as const
    expect(openEnums(schemas, uses, none).schemas['TreeOpen']).toEqual({
      properties: { next: ref('TreeOpen'), side: open },
    })
  })
})

describe('a member that travels one way', () => {
  it('is required that way only', () => {
    const schemas: JsonObject = {
      Key: {
        required: ['id', 'secret', 'label'],
        properties: { id: { readOnly: true }, secret: { writeOnly: true }, label: {} },
      },
    }
    const uses = [
      { schema: ref('Key'), mode: 'closed' },
      { schema: ref('Key'), mode: 'open' },
    ] as const
    const { schemas: result } = openEnums(schemas, uses, none)
    expect(result['Key']).toMatchObject({ required: ['secret', 'label'] })
    expect(result['KeyOpen']).toMatchObject({ required: ['id', 'label'] })
  })

  it('needs no second form of what does not require it', () => {
    const schemas: JsonObject = { Key: { required: ['label'], properties: { id: { readOnly: true }, label: {} } } }
    const uses = [
      { schema: ref('Key'), mode: 'closed' },
      { schema: ref('Key'), mode: 'open' },
    ] as const
    expect(openEnums(schemas, uses, none).schemas).toEqual(schemas)
  })
})

describe('a document made ready for types', () => {
  const content = (schema: Json): JsonObject => ({ content: { 'application/json': { schema } } })

  it('opens the answer to everything else, although it is called like a keyword', () => {
    const paths = {
      '/a': { post: { requestBody: content(ref('Side')), responses: { default: content(ref('Side')) } } },
    }
    const { document } = typedDocument({ openapi: '3.1.0', paths, components: { schemas: { Side: side } } })
    expect(document['paths']).toEqual({
      '/a': { post: { requestBody: content(ref('Side')), responses: { default: content(ref('SideOpen')) } } },
    })
  })

  it('takes what a webhook and a callback send for what is received', () => {
    const sent = { post: { requestBody: content(ref('Side')) } }
    const { document } = typedDocument({
      openapi: '3.1.0',
      paths: {
        '/a': { post: { requestBody: content(ref('Side')), callbacks: { done: { '{$request.body#/url}': sent } } } },
      },
      webhooks: { fired: sent },
      components: { schemas: { Side: side } },
    })
    const received = { post: { requestBody: content(ref('SideOpen')) } }
    expect(document['webhooks']).toEqual({ fired: received })
    expect(document['paths']).toMatchObject({
      '/a': { post: { callbacks: { done: { '{$request.body#/url}': received } } } },
    })
  })

  it('says nullable as OpenAPI 3.1 does', () => {
    const schemas = {
      Text: { type: 'string', nullable: true },
      Choice: { type: 'string', nullable: true, enum: ['a'] },
      Other: { nullable: true, allOf: [ref('Text')] },
      Bound: { type: 'integer', minimum: 0, exclusiveMinimum: true },
    }
    const { document } = typedDocument({ openapi: '3.0.3', paths: {}, components: { schemas } })
    expect(document['components']).toEqual({
      schemas: {
        Text: { type: ['string', 'null'] },
        Choice: { type: ['string', 'null'], enum: ['a', null] },
        Other: { anyOf: [{ allOf: [ref('Text')] }, { type: 'null' }] },
        Bound: { type: 'integer', exclusiveMinimum: 0 },
      },
    })
  })
})
