// What no code can be made of is refused with its place and its cause. Each row is the contract a rule must reject.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { loadContract } from '../load/contract.ts'
import { placesIn } from '../load/places.ts'
import { withLines } from './finding.ts'
import { lintReadable, refuseFaults } from './refuse.ts'

const head = { openapi: '3.1.0', info: { title: 'A', version: '1' } }

function inSchema(schema: unknown): string[] {
  const document = { ...head, paths: {}, components: { schemas: { A: schema } } } as JsonObject
  return lintReadable(document, 'openapi', 'c.yaml').map(({ at, message }) => `${at} ${message}`)
}

describe('a schema', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'A schema is an object, true or false; this is null.'],
    ['of an unknown type', { type: 'float' }, '"float" is no type; a type is one of string, number, integer'],
    ['of no type among several', { type: [] }, '[] is no type'],
    ['that requires itself, as in draft 3', { required: true }, 'required lists the names of members'],
    ['with an empty enum', { enum: [] }, 'enum lists the values that are allowed; this lists none.'],
    [
      'with an integer no number holds',
      { enum: [2 ** 53] },
      '9007199254740992 is beyond the integers that a number holds',
    ],
    ['with one inside of a value', { const: { a: [2 ** 53] } }, '9007199254740992 is beyond the integers'],
    ['with a value that JSON has not', { enum: [Infinity] }, 'Infinity is no number of JSON; put it into quotes'],
    ['with a bound that is none', { maximum: Number.NaN }, 'maximum is a number; this is NaN.'],
    ['with such a constant', { const: -(2 ** 60) }, 'is beyond the integers'],
    ['with a pattern that is no text', { pattern: 1 }, 'pattern is a regular expression, as text.'],
    [
      'with names of another language',
      { patternProperties: { '(?i)a': {} } },
      '(?i)a is no regular expression of ECMA',
    ],
    ['with a bound that is text', { minimum: '0' }, 'minimum is a number; this is "0".'],
    ['with an exclusive bound that is text', { exclusiveMinimum: '0' }, 'exclusiveMinimum is a number; this is "0".'],
    ['with a list of members', { properties: [] }, 'properties maps names to schemas.'],
    ['with an empty choice', { oneOf: [] }, 'oneOf lists schemas, at least one.'],
    ['that is a response', { $ref: '#/components/responses/A' }, '"#/components/responses/A" leads to no schema'],
    [
      'of integers with a constant that is none',
      { type: ['integer', 'null'], const: 1.5 },
      '1.5 is no integer or null',
    ],
    ['that is not itself', { type: 'object', not: { $ref: '#/components/schemas/A' } }, 'A is made of itself'],
    ['that is itself on a condition', { if: {}, else: { $ref: '#/components/schemas/A' } }, 'A is made of itself'],
    [
      'that is itself beside a member',
      { dependentSchemas: { a: { $ref: '#/components/schemas/A' } } },
      'A is made of itself',
    ],
    ['made of itself', { allOf: [{ $ref: '#/components/schemas/A' }] }, 'A is made of itself'],
  ])('%s is refused', (_, schema, message) => {
    expect(inSchema(schema)).toEqual([expect.stringContaining(message)])
  })

  it.each<[string, JsonObject, string]>([
    [
      'a pattern of another language',
      { pattern: '(?i)a' },
      '(?i)a is no regular expression of ECMA-262, which JSON Schema asks for, so the validators leave it out; write it as one, or take it out.',
    ],
    [
      'values among texts that are none',
      { type: 'string', enum: ['a', 5] },
      '5 is no string, so the code takes any string; put texts into quotes, or correct the type.',
    ],
    [
      'the values of its items',
      { type: 'array', enum: ['a'] },
      '"a" is no array, so the code takes any array; say under items what the items of a list may be.',
    ],
  ])('with %s is read without, and a warning says so', (_, schema, message) => {
    const document = { ...head, paths: {}, components: { schemas: { A: schema } } } as JsonObject
    const contract = { kind: 'openapi', source: document, document } as const
    expect(refuseFaults(contract, 'c.yaml')).toEqual([
      `c.yaml #/components/schemas/A: ${message} (warning: own/schema)`,
    ])
  })

  it('whose parts contradict each other is refused in a message, since a model takes one of them', () => {
    const member = (value: JsonObject): JsonObject => ({ type: 'object', properties: { a: value } })
    const named = { B: member({ type: 'string' }), C: { allOf: [{ type: 'string' }, { const: 1 }] } }
    const both = { allOf: [{ $ref: '#/components/schemas/B' }, member({ enum: [1, 2] })] }
    const alike = { allOf: [{ $ref: '#/components/schemas/B' }, member({ const: 'x' })] }
    const document = { asyncapi: '3.0.0', components: { schemas: { ...named, A: both, D: alike } } } as JsonObject
    expect(lintReadable(document, 'asyncapi', 'c.yaml').map(({ at, message }) => `${at} ${message}`)).toEqual([
      '#/components/schemas/C The parts of this schema contradict each other: no value is all of them.',
      '#/components/schemas/A The parts of this schema contradict each other about a: no value is all of them.',
    ])
  })

  it.each<[string, JsonObject]>([
    ['that says nothing', {}],
    ['with null among the values of another type', { type: 'string', enum: ['a', null] }],
    ['with members called like keywords', { properties: { type: true, required: { type: 'string' }, enum: {} } }],
    ['with data that looks like schemas', { default: { type: 'float' }, examples: [{ enum: [] }], 'x-a': { type: 1 } }],
    ['with escapes that only the older syntax allows', { pattern: '^[\\w\\-]+\\@$' }],
    ['that contains itself', { items: { $ref: '#/components/schemas/A' } }],
  ])('%s is accepted', (_, schema) => {
    expect(inSchema(schema)).toEqual([])
  })

  it('in a list of items is named by its place', () => {
    expect(inSchema({ items: [{}, { type: 'x' }] })).toEqual([expect.stringMatching(/A\/items\/1 "x" is no type/)])
  })

  it('is none where something else is called schemas', () => {
    const document = { ...head, paths: {}, components: { responses: { schemas: { description: 'A.' } } } } as JsonObject
    expect(lintReadable(document, 'openapi', 'c.yaml')).toEqual([])
  })

  it('inside of others is named by its place', () => {
    expect(inSchema({ properties: { 'a/b': { anyOf: [{}, { items: { type: 'x' } }] } } })).toEqual([
      expect.stringMatching(/^#\/components\/schemas\/A\/properties\/a~1b\/anyOf\/1\/items "x" is no type/),
    ])
  })
})

describe('a path', () => {
  const id = { name: 'id', in: 'path', required: true }
  const found = (paths: unknown): string[] =>
    lintReadable({ ...head, paths } as JsonObject, 'openapi', 'c.yaml').map(({ at, message }) => `${at} ${message}`)

  it.each<[string, unknown, string]>([
    ['among a list', [], '#/paths paths maps each path to its operations.'],
    ['without a slash', { a: {} }, '#/paths/a A path starts with a slash.'],
    ['that is a text', { '/a': 'x' }, '#/paths/~1a A path holds its operations by method.'],
    [
      'with a method HTTP does not know',
      { '/a': { query: {} } },
      '#/paths/~1a/query query is none of the methods that code is made for',
    ],
    ['with an operation that is none', { '/a': { get: null } }, '#/paths/~1a/get An operation is an object.'],
    ['with a hole', { '/{id}': { get: {} } }, '#/paths/~1{id}/get The path holds {id}, which no parameter describes.'],
    [
      'without the hole of a parameter',
      { '/a': { get: { parameters: [id] } } },
      '/get/parameters/0 The path has no {id}.',
    ],
    ['with a parameter without a name', { '/a': { parameters: [{ in: 'query' }] } }, 'A parameter needs a name.'],
    [
      'with a parameter in a body',
      { '/a': { parameters: [{ ...id, in: 'body' }] } },
      'id is in "body"; code is made for parameters in path',
    ],
    [
      'with a parameter whose type is in no schema',
      { '/a': { parameters: [{ name: 'size', in: 'query', type: 'integer' }] } },
      '/parameters/0 size has its type outside of a schema, where nothing reads it; say schema: { type: integer }.',
    ],
    ['with a parameter twice', { '/{id}': { parameters: [id, id] } }, '/parameters/1 id is there twice in path.'],
    [
      'with an answer under no status',
      { '/a': { get: { responses: { ok: {} } } } },
      '#/paths/~1a/get/responses/ok ok is no status; an answer is under one, a range like 4XX, or default.',
    ],
    [
      'that is another one with another name in its hole',
      { '/{id}': { parameters: [id], get: {} }, '/{x}': { parameters: [{ ...id, name: 'x' }], get: {} } },
      '#/paths/~1{x}/get The path is that of /{id}, which has the method too',
    ],
    ['with parameters by name', { '/a': { parameters: {} } }, 'parameters is a list.'],
  ])('%s is refused', (_, paths, message) => {
    expect(found(paths)).toEqual([expect.stringContaining(message)])
  })

  it('may have its parameters beside its operations, and members of its own', () => {
    expect(found({ '/{id}': { parameters: [id], summary: 'A.', get: {}, 'x-a': 1 }, 'x-b': 2 })).toEqual([])
  })

  it('may share its template with another one that has other methods', () => {
    const other = { ...id, name: 'x' }
    expect(found({ '/{id}': { parameters: [id], get: {} }, '/{x}': { parameters: [other], put: {} } })).toEqual([])
  })

  it('may answer under a status, a range in either case, and to everything', () => {
    const responses = { 200: {}, '4XX': {}, '5xx': {}, default: {}, 'x-note': 'N.' }
    expect(found({ '/a': { get: { responses } } })).toEqual([])
  })
})

describe('a section', () => {
  it.each<[string, JsonObject, string]>([
    ['components', { components: [{}] }, '#/components components maps names'],
    ['schemas', { components: { schemas: [{}] } }, '#/components/schemas schemas maps names'],
    ['webhooks', { webhooks: 'a' }, '#/webhooks webhooks maps names to what they stand for; this is "a".'],
  ])('of %s that is no map is refused', (_, part, message) => {
    const found = lintReadable({ ...head, ...part }, 'openapi', 'c.yaml')
    expect(found.map((one) => `${one.at} ${one.message}`)).toEqual([expect.stringContaining(message)])
  })

  it.each<[string, JsonObject, string]>([
    ['channels', { channels: [] }, '#/channels'],
    ['operations', { operations: [] }, '#/operations'],
    ['servers', { servers: [] }, '#/servers'],
    ['messages', { channels: { 'a/b': { messages: [] } } }, '#/channels/a~1b/messages'],
  ])('of %s of AsyncAPI that is no map is refused', (_, part, at) => {
    const found = lintReadable({ asyncapi: '3.0.0', ...part }, 'asyncapi', 'c.yaml')
    expect(found.map((one) => one.at)).toEqual([at])
  })

  it('may be empty, or be a list where OpenAPI has one', () => {
    const document = { ...head, servers: [], components: { schemas: null, 'x-a': [] }, webhooks: null }
    expect(lintReadable(document, 'openapi', 'c.yaml')).toEqual([])
  })
})

describe('an operation on messages', () => {
  const channel = { $ref: '#/channels/c' }
  const found = (operation: JsonObject): string[] => {
    const channels = { c: { messages: { m: {} } } }
    const document: JsonObject = { asyncapi: '3.0.0', channels, operations: { a: operation } }
    return lintReadable(document, 'asyncapi', 'c.yaml').map(({ at, message }) => `${at} ${message}`)
  }

  it.each(['send', 'receive'])('may %s', (action) => {
    expect(found({ action, channel, messages: [{ $ref: '#/channels/c/messages/m' }] })).toEqual([])
    expect(found({ action, channel })).toEqual([])
  })

  it.each<[string, JsonObject, string]>([
    ['without a channel', {}, 'The channel is undefined; it is a reference'],
    ['with the name of a channel', { channel: 'c' }, 'The channel is "c"; it is a reference'],
    ['with messages by name', { channel, messages: {} }, 'messages lists references'],
    ['with a list of names', { channel, messages: ['m'] }, 'A message is "m"; it is a reference'],
  ])('%s is refused', (_, operation, message) => {
    expect(found({ action: 'send', ...operation })).toEqual([expect.stringMatching(`^#/operations/a ${message}`)])
  })
})

describe('a message', () => {
  const found = (document: JsonObject): string[] =>
    lintReadable({ asyncapi: '3.0.0', ...document }, 'asyncapi', 'c.yaml').map(({ at, message }) => `${at} ${message}`)
  const avro = 'application/vnd.apache.avro;version=1.9.0'

  it.each<[string, JsonObject, string]>([
    ['that goes nowhere', { operations: { a: { action: 'publish' } } }, '#/operations/a The action is "publish"'],
    [
      'that no operation moves',
      { channels: { c: { messages: { m: {} } } } },
      '#/channels There are messages and no operations',
    ],
    [
      'in another language',
      { components: { messages: { m: { payload: { schemaFormat: avro, schema: { type: 'record' } } } } } },
      `#/components/messages/m The payload is described in ${avro}; only JSON Schema is understood.`,
    ],
    [
      'whose schema is in another language',
      { components: { schemas: { S: { schemaFormat: avro, schema: {} } } } },
      `#/components/schemas/S The schema is described in ${avro}; only JSON Schema is understood.`,
    ],
    [
      'with headers in another language',
      { components: { messages: { m: { headers: { schemaFormat: avro, schema: {} } } } } },
      `#/components/messages/m The headers are described in ${avro}; only JSON Schema is understood.`,
    ],
    [
      'with faulty headers',
      { components: { messages: { m: { headers: { type: 'strin' } } } } },
      '#/components/messages/m/headers "strin" is no type',
    ],
    [
      'in another language, as 2.6 says it',
      { components: { messages: { m: { schemaFormat: avro, payload: {} } } } },
      'only JSON Schema is understood.',
    ],
  ])('%s is refused', (_, document, message) => {
    expect(found(document)).toEqual([expect.stringContaining(message)])
  })

  it.each(['application/schema+json;version=draft-07', 'application/vnd.aai.asyncapi+json;version=3.0.0'])(
    'described in %s is accepted',
    (schemaFormat) => {
      expect(found({ components: { messages: { m: { payload: { schemaFormat, schema: {} } } } } })).toEqual([])
    },
  )
})

describe('a finding', () => {
  const text = 'paths:\n  /a:\n    get: {}\n'
  const lines = (at: string, file = 'c.yaml'): string[] =>
    withLines(
      [{ rule: 'own/schema', severity: 'error', file, at, message: 'x' }],
      'c.yaml',
      placesIn(text, 'c.yaml'),
    ).map((one) => one.file)

  it.each([
    ['in the contract', '#/paths/~1a/get', 'c.yaml:3:5'],
    ['about what is missing', '#/paths/~1a/get/responses/200', 'c.yaml:3:5'],
    ['about no place', 'R3', 'c.yaml'],
  ])('%s has the line of its place', (_, at, expected) => {
    expect(lines(at)).toEqual([expected])
  })

  it('in another file keeps its own', () => {
    expect(lines('#/paths', 'overlay.yaml')).toEqual(['overlay.yaml'])
  })
})

describe('a refusal', () => {
  it('names file, line and column, the place and the rule', () => {
    const text =
      'openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A:\n      properties:\n        b: { type: float }\n'
    const document = { components: { schemas: { A: { properties: { b: { type: 'float' } } } } } }
    expect(() =>
      refuseFaults({ kind: 'openapi', source: document, document, placeOf: placesIn(text, 'c.yaml') }, 'c.yaml'),
    ).toThrow(/^c\.yaml:7:9 #\/components\/schemas\/A\/properties\/b: "float" is no type.* \(error: own\/schema\)$/)
  })

  it('names a fault once, where it was written, also when it was given a name', () => {
    const home = mkdtempSync(join(tmpdir(), 'refusal-'))
    const file = join(home, 'c.yaml')
    const inner = '    B: { $ref: "#/components/schemas/A/properties/b" }\n'
    try {
      writeFileSync(
        file,
        `openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A:\n      properties:\n        b: { type: float }\n${inner}`,
      )
      expect(() => refuseFaults(loadContract(file), file)).toThrow(
        /^[^\n]*c\.yaml:7:9 #[^\n]*"float" is no type[^\n]*$/,
      )
    } finally {
      rmSync(home, { recursive: true })
    }
  })
})
