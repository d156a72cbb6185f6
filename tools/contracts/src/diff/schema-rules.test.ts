// Every schema rule, for OpenAPI and AsyncAPI, sent and received: a change that it reports and one like it that it lets pass.
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import type { Change, Severity } from './change.ts'
import { type Contract, compareContracts } from './compare.ts'
import { type Direction, type SchemaChange, schemaChanges } from './schema-rules.ts'

type Pair = readonly [before: JsonObject, after: JsonObject]
type Case = { readonly sent: Severity; readonly received: Severity; readonly fires: Pair; readonly quiet: Pair }

const text: JsonObject = { type: 'string' }
const thing = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
})
const limited = (...values: Json[]): JsonObject => ({ type: 'string', enum: values })
const other: JsonObject = { $ref: '#/components/schemas/Other' }

const cases: { readonly [what in SchemaChange]: Case } = {
  'property-added-optional': {
    sent: 'compatible',
    received: 'compatible',
    fires: [thing({}), thing({ a: text })],
    quiet: [thing({}), thing({ a: text }, ['a'])],
  },
  'property-added-required': {
    sent: 'breaking',
    received: 'compatible',
    fires: [thing({}), thing({ a: text }, ['a'])],
    quiet: [thing({}), thing({ a: text })],
  },
  'property-removed': {
    sent: 'risky',
    received: 'breaking',
    fires: [thing({ a: text }), thing({})],
    quiet: [thing({}), thing({ a: text })],
  },
  'property-became-required': {
    sent: 'breaking',
    received: 'compatible',
    fires: [thing({ a: text }), thing({ a: text }, ['a'])],
    quiet: [thing({}), thing({ a: text }, ['a'])],
  },
  'property-became-optional': {
    sent: 'compatible',
    received: 'breaking',
    fires: [thing({ a: text }, ['a']), thing({ a: text })],
    quiet: [thing({ a: text }, ['a']), thing({})],
  },
  'type-widened': {
    sent: 'compatible',
    received: 'breaking',
    fires: [{ type: 'integer' }, { type: 'number' }],
    quiet: [{ type: 'number' }, { type: 'integer' }],
  },
  'type-narrowed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: ['string', 'integer'] }, text],
    quiet: [text, { type: ['string', 'integer'] }],
  },
  'type-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [text, { type: 'integer' }],
    quiet: [text, { type: ['string', 'integer'] }],
  },
  'null-allowed': {
    sent: 'compatible',
    received: 'breaking',
    fires: [text, { type: ['string', 'null'] }],
    quiet: [{ type: ['string', 'null'] }, { type: ['null', 'string'] }],
  },
  'null-forbidden': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: ['string', 'null'] }, text],
    quiet: [text, { type: ['string', 'null'] }],
  },
  'enum-value-added': {
    sent: 'compatible',
    received: 'risky',
    fires: [limited('a'), limited('a', 'b')],
    quiet: [limited('a', 'b'), limited('b', 'a')],
  },
  'enum-value-removed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [limited('a', 'b'), limited('a')],
    quiet: [limited('a'), limited('a', 'b')],
  },
  'enum-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, limited('a', 'b')],
    quiet: [limited('a'), limited('a', 'b')],
  },
  'enum-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [limited('a', 'b'), text],
    quiet: [limited('a', 'b'), limited('a')],
  },
  'const-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [{ const: 'a' }, { const: 'b' }],
    quiet: [{ const: 'a' }, limited('a', 'b')],
  },
  'const-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, { const: 'a' }],
    quiet: [{ const: 'b' }, { const: 'a' }],
  },
  'const-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ const: 'a' }, text],
    quiet: [{ const: 'a' }, { const: 'b' }],
  },
  'format-changed': {
    sent: 'risky',
    received: 'risky',
    fires: [text, { ...text, format: 'uuid' }],
    quiet: [text, { ...text, description: 'A uuid.' }],
  },
  'pattern-introduced': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, { ...text, pattern: '^a' }],
    quiet: [
      { ...text, pattern: '^b' },
      { ...text, pattern: '^a' },
    ],
  },
  'pattern-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ ...text, pattern: '^a' }, text],
    quiet: [
      { ...text, pattern: '^a' },
      { ...text, pattern: '^b' },
    ],
  },
  'pattern-changed': {
    sent: 'risky',
    received: 'risky',
    fires: [
      { ...text, pattern: '^a' },
      { ...text, pattern: '^b' },
    ],
    quiet: [text, { ...text, pattern: '^b' }],
  },
  'lower-bound-raised': {
    sent: 'breaking',
    received: 'compatible',
    fires: [text, { ...text, minLength: 1 }],
    quiet: [
      { ...text, minLength: 2 },
      { ...text, minLength: 1 },
    ],
  },
  'lower-bound-lowered': {
    sent: 'compatible',
    received: 'risky',
    fires: [
      { type: 'integer', minimum: 1 },
      { type: 'integer', minimum: 0 },
    ],
    quiet: [
      { type: 'integer', minimum: 0 },
      { type: 'integer', minimum: 1 },
    ],
  },
  'upper-bound-lowered': {
    sent: 'breaking',
    received: 'compatible',
    fires: [
      { type: 'integer', maximum: 100 },
      { type: 'integer', maximum: 50 },
    ],
    quiet: [
      { type: 'integer', maximum: 50 },
      { type: 'integer', maximum: 100 },
    ],
  },
  'upper-bound-raised': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ ...text, maxLength: 18 }, text],
    quiet: [text, { ...text, maxLength: 18 }],
  },
  'unique-items-required': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ type: 'array' }, { type: 'array', uniqueItems: true }],
    quiet: [{ type: 'array' }, { type: 'array', uniqueItems: false }],
  },
  'unique-items-lifted': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ type: 'array', uniqueItems: true }, { type: 'array' }],
    quiet: [{ type: 'array' }, { type: 'array', uniqueItems: true }],
  },
  'tuple-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [
      { type: 'array', prefixItems: [text] },
      { type: 'array', prefixItems: [text, text] },
    ],
    quiet: [
      { type: 'array', prefixItems: [text] },
      { type: 'array', prefixItems: [limited('a')] },
    ],
  },
  'members-closed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [thing({}), { ...thing({}), additionalProperties: false }],
    quiet: [thing({}), { ...thing({}), additionalProperties: true }],
  },
  'members-opened': {
    sent: 'compatible',
    received: 'compatible',
    fires: [{ ...thing({}), additionalProperties: false }, thing({})],
    quiet: [{ ...thing({}), additionalProperties: true }, thing({})],
  },
  'alternative-added': {
    sent: 'compatible',
    received: 'risky',
    fires: [{ oneOf: [text] }, { oneOf: [text, other] }],
    quiet: [{ oneOf: [text, other] }, { oneOf: [other, text] }],
  },
  'alternative-removed': {
    sent: 'breaking',
    received: 'compatible',
    fires: [{ oneOf: [text, other] }, { oneOf: [text] }],
    quiet: [{ oneOf: [text] }, { oneOf: [text, other] }],
  },
  'discriminator-changed': {
    sent: 'breaking',
    received: 'breaking',
    fires: [
      { oneOf: [other], discriminator: { propertyName: 'kind' } },
      { oneOf: [other], discriminator: { propertyName: 'type' } },
    ],
    quiet: [
      { oneOf: [other], discriminator: { propertyName: 'kind' } },
      { oneOf: [other], discriminator: { propertyName: 'kind', mapping: {} } },
    ],
  },
  'default-changed': {
    sent: 'risky',
    received: 'compatible',
    fires: [
      { type: 'integer', default: 50 },
      { type: 'integer', default: 10 },
    ],
    quiet: [
      { type: 'integer', default: 50 },
      { type: 'integer', default: 50, maximum: 100 },
    ],
  },
  'example-changed': {
    sent: 'compatible',
    received: 'compatible',
    fires: [
      { ...text, examples: ['a'] },
      { ...text, examples: ['b'] },
    ],
    quiet: [
      { ...text, examples: ['a'] },
      { ...text, examples: ['a'], minLength: 1 },
    ],
  },
  deprecated: {
    sent: 'compatible',
    received: 'compatible',
    fires: [text, { ...text, deprecated: true }],
    quiet: [text, { ...text, deprecated: false }],
  },
  undeprecated: {
    sent: 'compatible',
    received: 'compatible',
    fires: [{ ...text, deprecated: true }, text],
    quiet: [{ ...text, deprecated: false }, text],
  },
  'described-anew': {
    sent: 'compatible',
    received: 'compatible',
    fires: [text, { ...text, description: 'Words.' }],
    quiet: [text, { ...text, examples: ['Words.'] }],
  },
}

function openapi(direction: Direction, schema: JsonObject): Contract {
  const content: JsonObject = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } }
  const operation: JsonObject =
    direction === 'sent' ? { requestBody: content, responses: {} } : { responses: { '200': content } }
  return {
    kind: 'openapi',
    document: { paths: { '/a': { post: operation } }, components: { schemas: { Thing: schema, Other: text } } },
  }
}

function asyncapi(direction: Direction, schema: JsonObject): Contract {
  const operation: JsonObject = {
    action: direction === 'sent' ? 'send' : 'receive',
    messages: [{ $ref: '#/components/messages/thing' }],
  }
  return {
    kind: 'asyncapi',
    document: {
      operations: { talk: operation },
      components: {
        messages: { thing: { payload: { $ref: '#/components/schemas/Thing' } } },
        schemas: { Thing: schema, Other: text },
      },
    },
  }
}

const kinds = { openapi, asyncapi }
const directions: readonly Direction[] = ['sent', 'received']

describe.each(Object.entries(kinds))('a change of a schema in %s', (_, contract) => {
  describe.each(directions)('that is %s', (direction) => {
    const changes = ([before, after]: Pair): Change[] =>
      compareContracts(contract(direction, before), contract(direction, after), '2026-11-20')

    it.each(schemaChanges)('is reported as %s where it is one', (what) => {
      const { fires, [direction]: severity } = cases[what]
      expect(changes(fires)).toContainEqual(expect.objectContaining({ rule: `${direction}/${what}`, severity }))
    })

    it.each(schemaChanges)('is not reported as %s where it is another', (what) => {
      expect(changes(cases[what].quiet).map(({ rule }) => rule)).not.toContain(`${direction}/${what}`)
    })

    it.each(schemaChanges)('has no other rule fire that would call it worse than %s', (what) => {
      const { fires, [direction]: severity } = cases[what]
      expect(changes(fires).filter((change) => change.severity === 'breaking').length > 0).toBe(severity === 'breaking')
    })
  })
})

describe('the comparison of schemas', () => {
  const changes = (before: JsonObject, after: JsonObject): string[] =>
    compareContracts(openapi('received', before), openapi('received', after), '2026-11-20').map(
      ({ at, rule }) => `${at} ${rule}`,
    )

  it('finds what changed deep inside, and says where', () => {
    const deep = (leaf: JsonObject): JsonObject =>
      thing({ rows: { type: 'array', items: thing({ tags: { type: 'object', additionalProperties: leaf } }) } })
    expect(changes(deep(limited('a')), deep(limited('a', 'b')))).toEqual([
      'Thing.rows[].tags{} received/enum-value-added',
    ])
  })

  it('ends on a schema that contains itself', () => {
    const tree = (extra: JsonObject): JsonObject => thing({ next: { $ref: '#/components/schemas/Thing' }, ...extra })
    expect(changes(tree({}), tree({ a: text }))).toEqual(['Thing.a received/property-added-optional'])
  })

  it('reads a composition as the object it amounts to', () => {
    expect(
      changes(thing({ a: text, b: text }, ['a']), { allOf: [thing({ a: text }, ['a']), thing({ b: text })] }),
    ).toEqual([])
  })

  it('takes a reference made nullable for what it is', () => {
    const nullable: JsonObject = { anyOf: [other, { type: 'null' }] }
    expect(changes(thing({ a: other }), thing({ a: nullable }))).toEqual(['Thing.a received/null-allowed'])
  })

  it('finds nothing between a contract and itself', () => {
    for (const { fires } of Object.values(cases)) expect(changes(fires[0], structuredClone(fires[0]))).toEqual([])
  })
})
