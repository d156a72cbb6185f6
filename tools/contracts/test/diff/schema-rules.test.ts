// Every schema rule, for OpenAPI and AsyncAPI, sent and received: a change that it reports and one like it that it lets pass.
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/diff/change.ts'
import { type Contract, compareContracts } from '../../src/diff/compare.ts'
import { type Direction, schemaChanges } from '../../src/diff/schema-rules.ts'
import type { JsonObject } from '../../src/json.ts'
import { cases, limited, other, type Pair, text, thing } from './schema-cases.ts'

function openapi(direction: Direction, schema: JsonObject, version = '3.0.3'): Contract {
  const content: JsonObject = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } }
  const operation: JsonObject =
    direction === 'sent' ? { requestBody: content, responses: {} } : { responses: { '200': content } }
  return {
    kind: 'openapi',
    document: {
      openapi: version,
      paths: { '/a': { post: operation } },
      components: { schemas: { Thing: schema, Other: text } },
    },
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

    it.each<[string, JsonObject, JsonObject]>([
      ['a type', { type: 'string' }, { type: 'object' }],
      ['values', { enum: ['a'] }, { enum: ['b', 'c'] }],
      ['a constant of another type', { const: 1 }, { type: 'string' }],
    ])(
      'is reported where parts contradicted each other in %s and do so no more, and the other way round',
      (_, a, b) => {
        const [never, one]: Pair = [{ allOf: [a, b] }, { allOf: [a] }]
        const worst = (pair: Pair): boolean => changes(pair).some(({ severity: how }) => how !== 'compatible')
        expect(changes([never, one])).not.toEqual([])
        expect(worst(direction === 'sent' ? [one, never] : [never, one])).toBe(true)
        expect(changes([never, { allOf: [b, a] }])).toEqual([])
      },
    )

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
  const changes = (before: JsonObject, after: JsonObject, version?: string): string[] =>
    compareContracts(openapi('received', before, version), openapi('received', after, version), '2026-11-20').map(
      ({ at, rule }) => `${at} ${rule}`,
    )

  it('finds what changed deep inside, and says where', () => {
    const deep = (leaf: JsonObject): JsonObject =>
      thing({ rows: { type: 'array', items: thing({ tags: { type: 'object', additionalProperties: leaf } }) } })
    expect(changes(deep(limited('a')), deep(limited('a', 'b')))).toEqual([
      'Thing.rows[].tags{} received/enum-value-added',
    ])
  })

  it('takes what is not described for anything', () => {
    const list = (items?: JsonObject): JsonObject => ({ type: 'array', ...(items === undefined ? {} : { items }) })
    const map = (rest: JsonObject | true): JsonObject => ({ type: 'object', additionalProperties: rest })
    expect(changes(list(), list(text))).toEqual(['Thing[] received/type-narrowed'])
    expect(changes(map(text), map(true))).toEqual(['Thing{} received/type-widened'])
    expect(changes(thing({}), thing({}, ['a']))).toEqual(['Thing.a received/property-became-required'])
  })

  it('ends on a schema that contains itself', () => {
    const tree = (extra: JsonObject): JsonObject => thing({ next: { $ref: '#/components/schemas/Thing' }, ...extra })
    expect(changes(tree({}), tree({ a: text }))).toEqual(['Thing.a received/property-added-optional'])
  })

  it('ends where a schema that contains itself becomes one of anything', () => {
    const map = (rest: JsonObject): JsonObject => ({ type: 'object', additionalProperties: rest })
    const itself: JsonObject = { $ref: '#/components/schemas/Thing' }
    expect(changes(map(map(itself)), map(map({})))).toContain('Thing{}{} received/type-widened')
    expect(changes(map(map({})), map(map(itself)))).toContain('Thing{}{} received/type-narrowed')
  })

  it('ends where a schema that contains itself is nullable by itself before, and where it is used after', () => {
    const [itself, nothing]: JsonObject[] = [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }]
    const own: JsonObject = { ...thing({ next: itself ?? {} }), type: ['object', 'null'] }
    const used = thing({ next: { anyOf: [itself ?? {}, nothing ?? {}] } })
    expect(changes(own, used)).toEqual(['Thing received/null-forbidden'])
    expect(changes(used, own)).toEqual(['Thing received/null-allowed'])
  })

  it('takes false for what no value is', () => {
    const member = (a: JsonObject | boolean): JsonObject => thing({ a })
    expect(changes(member(false), member(text))).toContain('Thing.a received/limit-lifted')
    expect(changes(member(true), member(false))).toEqual(['Thing.a received/limit-introduced'])
    const list = (items: JsonObject | boolean): JsonObject => ({ type: 'array', prefixItems: [text], items })
    expect(changes(list(false), list(text))).toEqual(['Thing received/limit-lifted'])
    expect(changes(list(text), list(false))).toEqual(['Thing received/limit-introduced'])
  })

  it('finds what changed beside a choice that came or went', () => {
    const choice: JsonObject = { oneOf: [{ required: ['a'] }, { required: ['b'] }] }
    const [whole, less] = [thing({ a: text, b: text }), { ...thing({ a: text }), ...choice }]
    expect(changes(whole, less)).toEqual(['Thing.b received/property-removed', 'Thing received/limit-introduced'])
    expect(changes(less, whole)).toEqual(['Thing received/limit-lifted', 'Thing.b received/property-added-optional'])
  })

  it('finds what changed in a choice that is one of several parts', () => {
    const parts = (b: JsonObject): JsonObject => ({
      allOf: [{ oneOf: [thing({ a: text }), other] }, { oneOf: [thing({ b }), other] }],
    })
    expect(changes(parts(text), parts({ type: ['string', 'null'] }))).toEqual([
      'Thing(alternative 1).b received/null-allowed',
    ])
  })

  it('finds what changed in values that two parts limit', () => {
    const both = (...values: string[]): JsonObject => ({ allOf: [limited('a', 'b', 'c'), { enum: values }] })
    expect(changes(both('a'), both('a', 'b'))).toEqual(['Thing received/enum-value-added'])
  })

  it('compares alternatives that are the only ones of their type, also where one of them has no name', () => {
    const number: JsonObject = { type: 'number' }
    const choice = (...branches: JsonObject[]): JsonObject => ({ oneOf: branches })
    expect(changes(choice(number, { ...text, maxLength: 1 }), choice(number, text))).toEqual([
      'Thing(string) received/upper-bound-raised',
    ])
    expect(changes(choice(number, other), choice(number, text))).toEqual([])
    expect(changes(choice(text, thing({ a: text })), choice(text, { allOf: [thing({ a: number })] }))).toEqual([
      'Thing(object).a received/type-changed',
    ])
    const two = choice(number, { ...text, pattern: '^a' }, { ...text, pattern: '^b' })
    expect(changes(two, choice(number, text))).toContain('Thing received/alternative-removed')
  })

  it('tells that what was one of several may be anything now, and the reverse', () => {
    const [few, any] = [{ oneOf: [text, other] }, { oneOf: [text, {}] }]
    for (const anything of [any, {}]) {
      expect(changes(few, anything)).toEqual(['Thing received/type-widened'])
      expect(changes(anything, few)).toEqual(['Thing received/type-narrowed'])
    }
  })

  it('finds what changed beside a reference, where that says something', () => {
    const beside = (limit: JsonObject): JsonObject => thing({ a: { ...other, ...limit }, b: other })
    const [two, three] = [beside({ maxLength: 2 }), beside({ maxLength: 3 })]
    expect(changes(two, three, '3.1.0')).toEqual(['Thing.a received/upper-bound-raised'])
    expect(changes(two, three, '3.0.3')).toEqual([])
  })

  it('finds what changed in one of two choices', () => {
    const choices = (...second: JsonObject[]): JsonObject => ({
      oneOf: [text, thing({})],
      ...(second.length === 0 ? {} : { anyOf: second }),
    })
    const [few, many] = [choices(text), choices(text, { type: 'number' })]
    expect(changes(few, many)).toEqual(['Thing received/type-widened'])
    expect(changes(choices(), few)).toEqual(['Thing received/limit-introduced'])
    expect(changes(few, choices())).toEqual(['Thing received/limit-lifted'])
  })

  it('takes a choice of types for a list of them, and a choice of objects for one', () => {
    const number: JsonObject = { type: 'number' }
    const either: JsonObject = { oneOf: [text, number] }
    expect(changes(text, either)).toEqual(['Thing received/type-widened'])
    expect(changes(either, text)).toEqual(['Thing received/type-narrowed'])
    expect(changes({ oneOf: [text, {}] }, { oneOf: [text, {}, number] })).toEqual(['Thing received/alternative-added'])
    expect(changes(number, { oneOf: [number, { type: 'integer' }] })).toEqual(['Thing received/alternative-added'])
  })

  it('tells that a value may be anything now, whatever it was limited to', () => {
    expect(changes(thing({ a: limited('x', 'y') }), thing({ a: {} }))).toEqual([
      'Thing.a received/type-widened',
      'Thing.a received/enum-lifted',
    ])
  })

  it('reads a type where only the values say it', () => {
    expect(changes(limited('a', 'b'), { enum: ['a', 'b'] })).toEqual([])
    expect(changes({ type: 'integer', enum: [1, 2] }, { enum: [1, 2] })).toEqual([])
    expect(changes(text, { enum: [1, 2] })).toEqual(['Thing received/type-changed'])
  })

  it('compares nothing more of values that have no type in common', () => {
    const few: JsonObject = { ...limited('a'), pattern: '^a$', maxLength: 1 }
    expect(changes(few, { type: 'integer', enum: [1] })).toEqual(['Thing received/type-changed'])
    expect(changes(thing({ a: text }), { type: 'array', items: text })).toEqual(['Thing received/type-changed'])
    expect(changes({ type: ['string', 'integer'], maxLength: 1 }, { type: ['string', 'boolean'] })).toEqual([
      'Thing received/type-changed',
      'Thing received/upper-bound-raised',
    ])
    expect(changes({ type: ['string', 'number'], maximum: 1 }, { type: ['integer', 'boolean'] })).toEqual([
      'Thing received/type-changed',
      'Thing received/upper-bound-raised',
    ])
  })

  it('finds a component among the choices that took its place', () => {
    expect(changes(thing({ a: other }), thing({ a: { oneOf: [other, thing({})] } }))).toEqual([
      'Thing.a received/type-widened',
    ])
  })

  it('looks for what a component was among the choices that it became', () => {
    const more = thing({ b: text }, ['b'])
    expect(changes(thing({ a: text }, ['a']), { oneOf: [thing({ a: text }), more] })).toEqual([
      'Thing(alternative 1).a received/property-became-optional',
      'Thing received/alternative-added',
    ])
    expect(changes({ oneOf: [thing({ a: text }), more] }, more)).toEqual(['Thing received/alternative-removed'])
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

  it('takes null as a choice and null as a type for the same, also of the schema itself', () => {
    const choice: JsonObject = { oneOf: [{ type: 'null' }, text] }
    const type: JsonObject = { type: ['string', 'null'] }
    expect(
      [changes(choice, type), changes(type, choice), changes(thing({ a: type }), thing({ a: choice }))].flat(),
    ).toEqual([])
    expect(changes(choice, text)).toEqual(['Thing received/null-forbidden'])
    expect(changes(text, choice)).toEqual(['Thing received/null-allowed'])
  })

  it('takes null as a choice for what it is, whatever is said of the whole beside it', () => {
    const choice: JsonObject = { oneOf: [text, { type: 'null' }] }
    const marked: JsonObject = { ...choice, 'x-question': 'G9', externalDocs: { url: 'https://docs.example' } }
    expect([changes(marked, choice), changes(choice, marked)].flat()).toEqual([])
    expect(changes(choice, { ...choice, deprecated: true })).toEqual(['Thing received/deprecated'])
    expect(changes({ ...choice, description: 'A.' }, { type: ['string', 'null'], description: 'A.' })).toEqual([])
  })

  it('compares what may be null by what it is else, and its words', () => {
    const choice = (one: JsonObject, description: string): JsonObject => ({
      anyOf: [one, { type: 'null' }],
      description,
    })
    const number: JsonObject = { type: ['integer', 'null'], description: 'A.' }
    expect(changes(choice(text, 'A.'), choice(text, 'B.'))).toEqual(['Thing received/described-anew'])
    expect(changes(choice(text, 'A.'), number)).toEqual(['Thing received/type-changed'])
  })

  it('takes a list that has lost its type for anything, and members that have for those of an object', () => {
    const list = { type: 'array', items: text }
    expect(changes(list, { items: text })).toEqual(['Thing received/type-widened'])
    expect(changes({ items: text }, list)).toEqual(['Thing received/type-narrowed'])
    expect(changes(thing({ a: text }), { properties: { a: text } })).toEqual([])
  })

  it('compares the shapes of a body by the versions that send them', () => {
    const versions = (v1: JsonObject, v2: string): JsonObject => ({
      oneOf: [other, { type: 'array', items: v1 }],
      'x-truex-version-schemas': {
        v1: '#/components/schemas/Thing/oneOf/1',
        v2: `#/components/schemas/${v2}`,
      },
    })
    const number: JsonObject = { type: 'number' }
    expect(changes(versions(text, 'Other'), versions(number, 'Other'))).toEqual(['Thing (v1)[] received/type-changed'])
    expect(changes(versions(text, 'Other'), versions(text, 'Thing/oneOf/1'))).toContain(
      'Thing (v2) received/type-changed',
    )
  })

  it('tells once of a version that came or went as a whole, and else by its place', () => {
    const known = (...versions: string[]): JsonObject => ({
      'x-truex-version-schemas': Object.fromEntries(versions.map((name) => [name, '#/components/schemas/Other'])),
    })
    const pair = (a: JsonObject, b: JsonObject): JsonObject => thing({ a, b })
    const [one, two] = [known('v1'), known('v1', 'v2')]
    expect(changes(pair(one, one), pair(two, two))).toEqual(['schema version v2 received/version-added'])
    expect(changes(pair(two, two), pair(one, one))).toEqual(['schema version v2 received/version-removed'])
    expect(changes(pair(two, two), pair(one, two))).toEqual(['Thing.a (v2) received/version-removed'])
    expect(changes(pair(one, one), pair(text, text))).toContain('schema version v1 received/version-removed')
    expect(changes(pair(text, text), pair(one, one))).toContain('schema version v1 received/version-added')
  })

  it.each([
    ['sent', 'readOnly'],
    ['received', 'writeOnly'],
  ] as const)('asks nothing that is %s for a member that is %s', (direction, mark) => {
    const rules = (before: JsonObject, after: JsonObject): string[] =>
      compareContracts(openapi(direction, before), openapi(direction, after), '2026-11-20').map(({ rule }) => rule)
    const marked = thing({ id: { ...text, [mark]: true } }, ['id'])
    expect(rules(thing({}), marked)).toEqual([`${direction}/property-added-optional`])
    expect(rules(marked, thing({ id: text }, ['id']))).toContain(`${direction}/property-became-required`)
    const other = direction === 'sent' ? 'received' : 'sent'
    const there = compareContracts(openapi(other, thing({})), openapi(other, marked), '2026-11-20')
    expect(there.map(({ rule }) => rule)).toEqual([`${other}/property-added-required`])
  })

  it('finds nothing between a contract and itself', () => {
    for (const { fires } of Object.values(cases)) expect(changes(fires[0], structuredClone(fires[0]))).toEqual([])
  })
})
