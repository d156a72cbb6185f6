import { JsonSchemaInputProcessor, TypeScriptGenerator } from '@asyncapi/modelina'
import { describe, expect, it } from 'vitest'
import { emitMessages } from '../emit/messages.ts'
import { type JsonObject, objectAt } from '../json.ts'
import { modern } from '../model/modern.ts'
import { ANY_STRING } from '../model/widened.ts'
import { refuseDisagreement, secondOpinion } from './second-opinion.ts'

const object = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
})

/** What Modelina makes of a schema when its own interpreter reads it. */
async function untreated(schema: JsonObject): Promise<string> {
  const generator = new TypeScriptGenerator({
    modelType: 'interface',
    enumType: 'union',
    mapType: 'record',
    rawPropertyNames: true,
  })
  const input = await new JsonSchemaInputProcessor().process({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'Ticker',
    ...schema,
  })
  const models = await generator.generate(input)
  return models.map(({ result }) => `export ${result}`).join('\n')
}

/** The traps in which Modelina's interpreter is silently wrong, and where each one shows. */
const traps: readonly { readonly trap: string; readonly schema: JsonObject; readonly at: string }[] = [
  {
    trap: 'a nullable enum',
    schema: object({ state: { type: ['string', 'null'], enum: ['on', 'off', null] } }),
    at: 'Ticker.state',
  },
  {
    trap: 'a union told apart by const and enum',
    schema: {
      oneOf: [
        object({ kind: { const: 'a' }, one: { type: 'string' } }, ['kind']),
        object({ kind: { enum: ['b', 'c'] }, two: { type: 'string' } }, ['kind']),
      ],
    },
    at: 'Ticker',
  },
  {
    trap: 'property names that differ only in dashes and case',
    schema: object({
      'order-count': { type: 'integer' },
      order_count: { type: 'string' },
      orderCount: { type: 'boolean' },
    }),
    at: 'Ticker.order_count',
  },
  {
    trap: 'the items of a tuple',
    schema: object({ level: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] } }),
    at: 'Ticker.level',
  },
  { trap: 'a const that is no string', schema: object({ version: { const: 2 } }, ['version']), at: 'Ticker.version' },
]

/** What Modelina has no model for, or a circular one. */
const shapes: readonly { readonly shape: string; readonly schema: JsonObject }[] = [
  {
    shape: 'members beside a choice',
    schema: {
      ...object({ base: { type: 'string' } }),
      oneOf: [object({ a: { type: 'string' } }), object({ b: { type: 'number' } })],
    },
  },
  {
    shape: 'choices that must both be made',
    schema: {
      allOf: [
        object({ base: { type: 'string' } }, ['base']),
        { oneOf: [object({ a: { type: 'string' } }), object({ b: { type: 'number' } })] },
        { anyOf: [object({ c: { type: 'string' } }), object({ d: { type: 'number' } })] },
      ],
    },
  },
  {
    shape: 'a choice between requirements',
    schema: modernised({
      ...object({ a: { type: 'string' }, b: { type: 'string' } }),
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    }),
  },
  {
    shape: 'a choice between what must be there and what must not',
    schema: modernised({
      ...object({ a: { type: 'string' }, b: { type: 'string' } }),
      oneOf: [{ required: ['a'], not: { required: ['b'] } }, { required: ['b'] }],
    }),
  },
  {
    shape: 'a value that holds values of its own kind',
    schema: {
      oneOf: [
        { type: 'string' },
        { type: 'array', items: { $ref: '#/components/schemas/Ticker' } },
        { type: 'object', additionalProperties: { $ref: '#/components/schemas/Ticker' } },
      ],
    },
  },
  {
    shape: 'members of a type beside named ones',
    schema: { ...object({ a: { type: 'number' } }), additionalProperties: { type: 'string' } },
  },
  {
    shape: 'a list whose further items have a type',
    schema: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } },
  },
  {
    shape: 'a member that is described beside its values',
    schema: object({ state: { allOf: [{ type: 'string', enum: ['on', 'off'] }], description: 'On or off.' } }),
  },
  {
    shape: 'values that two parts limit',
    schema: object({
      side: { allOf: [{ type: 'string', enum: ['buy', 'sell'] }, { enum: ['buy'] }] },
      state: {
        allOf: [
          { type: 'string', enum: ['a', 'b', 'c'] },
          { type: 'string', enum: ['b', 'c', 'd'] },
        ],
      },
    }),
  },
  {
    shape: 'an envelope of which a part says what it holds',
    schema: {
      allOf: [
        object({ data: { type: 'object' }, size: { type: 'number' } }, ['data']),
        object({ data: object({ x: { type: 'string' } }, ['x']), size: { type: 'integer' } }),
      ],
    },
  },
  {
    shape: 'a member that two parts describe',
    schema: {
      allOf: [
        object({ a: object({ x: { type: 'string' } }) }),
        object({ a: object({ y: { type: 'string' } }, ['y']) }),
      ],
    },
  },
  { shape: 'members by pattern', schema: { type: 'object', patternProperties: { '^a': { type: 'string' } } } },
]

function modernised(schema: JsonObject): JsonObject {
  const document = modern({ components: { schemas: { Ticker: schema } } })
  return objectAt(objectAt(objectAt(document, 'components'), 'schemas'), 'Ticker')
}

describe('the second opinion on message models', () => {
  it.each(shapes)('agrees about $shape', async ({ schema }) => {
    const models = await emitMessages({ schemas: { Ticker: schema }, openForms: new Map() })
    expect(await secondOpinion(models, { Ticker: schema })).toEqual([])
  })

  describe.each(traps)('$trap', ({ schema, at }) => {
    it('agrees with the models we generate', async () => {
      const models = await emitMessages({ schemas: { Ticker: schema }, openForms: new Map() })
      expect(await secondOpinion(models, { Ticker: schema })).toEqual([])
    })

    it('catches what Modelina makes of it untreated', async () => {
      const found = await secondOpinion(await untreated(schema), { Ticker: schema })
      expect(found.map((difference) => difference.at)).toContain(at)
    })
  })

  it('fails generation in words that name the member and both types', async () => {
    const schemas = { Level: object({ qty: { type: 'string' } }, ['qty']) }
    await expect(refuseDisagreement('export interface Level { qty: number }', schemas)).rejects.toThrow(
      'Level.qty: Modelina gives number, openapi-typescript gives string',
    )
  })

  const level = object({ qty: { type: 'string' } }, ['qty'])
  it.each([
    [
      'a member that is missing',
      'export interface Level {}',
      { at: 'Level.qty', models: 'no such member', opinion: 'a member' },
    ],
    [
      'a member too many',
      'export interface Level { qty: string; more: string }',
      { at: 'Level.more', models: 'a member', opinion: 'no such member' },
    ],
    [
      'a member that may be left out',
      'export interface Level { qty?: string }',
      { at: 'Level.qty', models: 'optional', opinion: 'required' },
    ],
    ['any', 'export interface Level { qty: any }', { at: 'Level.qty', models: 'any', opinion: 'string' }],
    [
      'a list for a single value',
      'export interface Level { qty: string[] }',
      { at: 'Level.qty', models: 'string[]', opinion: 'string' },
    ],
    [
      'members that nobody named',
      'export interface Level { qty: string; [more: string]: unknown }',
      { at: 'Level', models: 'open', opinion: 'closed to other members' },
    ],
    ['a type that is not there', 'export interface Other {}', { at: 'Level', models: 'nothing', opinion: 'a type' }],
  ])('reports %s', async (_, models, expected) => {
    expect(await secondOpinion(models, { Level: level })).toEqual([expected])
  })

  it.each([
    ['which items may be missing', '[string, string]', '[string, string?]'],
    ['what follows the first items', '[string, string?]', '[string, ...string[]]'],
  ])('reports a tuple that differs in %s', async (_, model, opinion) => {
    const pair: JsonObject = { type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }] }
    const schemas: { readonly [type: string]: JsonObject } = {
      '[string, string?]': { ...pair, minItems: 1, items: false },
      '[string, ...string[]]': {
        type: 'array',
        prefixItems: [{ type: 'string' }],
        minItems: 1,
        items: { type: 'string' },
      },
    }
    expect(await secondOpinion(`export type Level = ${model}`, { Level: schemas[opinion] ?? {} })).toEqual([
      { at: 'Level', models: expect.any(String) as string, opinion: expect.any(String) as string },
    ])
  })

  it('takes an open enum for the text that it is said to be as well, and a text for no open enum', async () => {
    const open: JsonObject = {
      anyOf: [
        { type: 'string', enum: ['a', 'b'] },
        { type: 'string', [ANY_STRING]: true },
      ],
    }
    const both: JsonObject = { allOf: [{ type: 'string' }, open] }
    const saidOf = async (type: string, schema: JsonObject): Promise<number> =>
      (await secondOpinion(`export type Level = ${type}`, { Level: schema })).length
    expect(await saidOf("'a' | 'b' | (string & {})", both)).toBe(0)
    expect(await saidOf("'a' | 'b' | (string & {})", open)).toBe(0)
    expect(await saidOf("'a' | 'b' | number", both)).toBe(1)
    expect(await saidOf("'a' | 'b'", { type: 'string' })).toBe(1)
    expect(await saidOf('string', open)).toBe(1)
    expect(await saidOf("{ k?: 'a' | (string & {}) }", object({ k: both }))).toBe(0)
    expect(await saidOf("{ k?: 'a' | number }", object({ k: both }))).toBe(1)
  })

  it('takes an object of which nothing is said for no more than that, and one with members by any name for open', async () => {
    const named = object({ qty: { type: 'string' } })
    const found = (part: JsonObject): Promise<unknown> =>
      secondOpinion('export interface Level { qty?: string }', { Level: { allOf: [{ type: 'object' }, part] } })
    expect(await found(named)).toEqual([])
    expect(await found({ ...named, additionalProperties: { type: 'string' } })).toEqual([
      { at: 'Level', models: 'closed to other members', opinion: 'open' },
    ])
  })

  it('agrees about a member that two parts describe and that contains itself', async () => {
    const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
    const schemas = {
      A: object({ a: { type: 'string' }, next: ref('A') }),
      B: object({ b: { type: 'string' }, next: ref('B') }),
      Both: { allOf: [ref('A'), ref('B')] },
      More: { allOf: [ref('A'), object({ next: ref('More'), rest: { type: 'array', items: ref('More') } })] },
    }
    const models = await emitMessages({ schemas, openForms: new Map() })
    expect(models).toMatch(/interface BothNext \{\s+a\?: string;?\s+next\?: BothNext/)
    expect(models).toMatch(/interface More \{\s+a\?: string;?\s+next\?: More/)
    expect(await secondOpinion(models, schemas)).toEqual([])
  })

  it('finds a difference below a schema that contains itself', async () => {
    const schemas = { Node: object({ next: { $ref: '#/components/schemas/Node' }, value: { type: 'string' } }) }
    expect(await secondOpinion('export interface Node { next?: Node; value?: number }', schemas)).toEqual([
      { at: 'Node.value', models: 'number', opinion: 'string' },
    ])
  })
})
