import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { digest } from '../digest.ts'
import { type JsonObject, objectAt } from '../json.ts'
import { parseDocumentText } from '../load/parse.ts'
import { lintWithParser } from './asyncapi.ts'
import { lintBehaviour } from './behaviour.ts'
import type { Finding } from './finding.ts'
import { lintInferred } from './inferred.ts'
import { lintLock } from './lock.ts'
import { lintOverlay } from './overlay.ts'
import { lintQuestions } from './questions.ts'
import { lintWithRedocly } from './redocly.ts'
import { lintSendable } from './sendable.ts'
import { lintUnions } from './unions.ts'

const rules = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule)
const behaviour = { auth: 'none', retry: 'safe', page: 'none' }

describe('the rule on what the clients can send', () => {
  const object: JsonObject = { type: 'object' }
  const list: JsonObject = { type: 'array', items: { type: 'string' } }
  const found = (operation: JsonObject): string[] =>
    lintSendable({ openapi: '3.1.0', paths: { '/a': { get: operation } } }, 'c.yaml').map(
      ({ at, message }) => `${at} ${message}`,
    )
  const one = (parameter: JsonObject): JsonObject => ({ parameters: [{ name: 'q', in: 'query', ...parameter }] })

  it.each<[string, JsonObject, string]>([
    ['a cookie', one({ in: 'cookie' }), 'q is a cookie, and the clients send none.'],
    [
      'a list between pipes',
      one({ style: 'pipeDelimited', explode: false, schema: list }),
      'q is written as pipeDelimited',
    ],
    ['a list between commas', one({ explode: false, schema: list }), 'q is written as form without explode'],
    ['an object by its members', one({ schema: object }), 'q is written as form'],
    ['an object in brackets', one({ style: 'deepObject', schema: object }), 'q is written as deepObject'],
    ['text that keeps its signs', one({ allowReserved: true, schema: {} }), 'q is written as form with reserved signs'],
    ['an object made of parts', one({ schema: { allOf: [{ properties: {} }] } }), 'q is written as form of an object'],
    ['what may be an object', one({ schema: { oneOf: [{}, object] } }), 'q is written as form of an object'],
    [
      'a list of objects',
      one({ schema: { type: 'array', items: object } }),
      'q is written as form of a list of objects',
    ],
    [
      'what may be a list of objects',
      one({ schema: { anyOf: [{ type: 'array', items: object }, { type: 'string' }] } }),
      'q is written as form of a list of objects',
    ],
    ['a list in a path', one({ in: 'path', schema: list }), 'q is written as simple of a list'],
    ['an object in a header', one({ in: 'header', schema: object }), 'q is written as simple of an object'],
    ['text in a content type', one({ content: { 'text/plain': {} } }), 'q is text/plain; the clients write JSON.'],
    ['a path of another style', one({ in: 'path', style: 'matrix' }), 'q is written as matrix'],
    [
      'a body that is no JSON',
      { requestBody: { content: { 'text/csv': {} } } },
      'The body is text/csv; the clients write JSON.',
    ],
  ])('rejects %s', (_, operation, message) => {
    expect(found(operation)).toEqual([expect.stringContaining(message)])
  })

  it('rejects a method that is not sent', () => {
    expect(lintSendable({ paths: { '/a': { head: {} } } }, 'c.yaml')).toEqual([
      expect.objectContaining({
        at: '#/paths/~1a/head',
        message: 'The method is HEAD; the clients send GET, PUT, POST, DELETE, PATCH.',
      }),
    ])
  })

  it.each<[string, JsonObject]>([
    ['a list that repeats its name', one({ schema: list })],
    ['a single value, however lists are written', one({ explode: false, schema: { type: 'string' } })],
    ['JSON in a query', one({ content: { 'application/json': { schema: object } } })],
    ['a path', one({ in: 'path', schema: { type: 'string' } })],
    ['a header', one({ in: 'header', style: 'simple' })],
    [
      'a form beside JSON',
      { requestBody: { content: { 'multipart/form-data': {}, 'application/merge-patch+json': {} } } },
    ],
  ])('accepts %s', (_, operation) => {
    expect(found(operation)).toEqual([])
  })
})

describe('the behaviour rule', () => {
  const openapi = (operation: JsonObject): JsonObject => ({ openapi: '3.1.0', paths: { '/a': { get: operation } } })

  it('accepts an operation that says how it behaves', () => {
    expect(lintBehaviour(openapi({ 'x-behaviour': behaviour }), 'openapi', 'c.yaml')).toEqual([])
  })

  it.each([
    ['says nothing', {}, 'GET /a has no x-behaviour; add an action to the overlay.'],
    [
      'leaves a part out',
      { 'x-behaviour': { auth: 'none', retry: 'safe' } },
      'x-behaviour.page is undefined; it must be one of none, cursor, offset.',
    ],
    [
      'says something unknown',
      { 'x-behaviour': { ...behaviour, auth: 'basic' } },
      'x-behaviour.auth is "basic"; it must be one of none, bearer, hmac.',
    ],
    [
      'says more than there is to say',
      { 'x-behaviour': { ...behaviour, cache: true } },
      'x-behaviour.cache is unknown.',
    ],
  ])('rejects an operation that %s', (_, operation, message) => {
    const [finding] = lintBehaviour(openapi(operation), 'openapi', 'c.yaml')
    expect(finding).toMatchObject({
      rule: 'own/behaviour',
      at: '#/paths/~1a/get',
      message: expect.stringContaining(message) as string,
    })
  })

  const schemes: JsonObject = {
    jwt: { type: 'http', scheme: 'Bearer' },
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    mtls: { type: 'mutualTLS' },
  }
  const asking = (auth: string, security: JsonObject[]): string[] => {
    const operation: JsonObject = { 'x-behaviour': { ...behaviour, auth }, security }
    const document = { ...openapi(operation), components: { securitySchemes: schemes } }
    return lintBehaviour(document, 'openapi', 'c.yaml').map(({ message }) => message)
  }

  it.each<[string, JsonObject[]]>([
    ['none', []],
    ['none', [{ jwt: [] }, {}]],
    ['bearer', [{ mtls: [] }, { jwt: [] }]],
    ['bearer', [{}]],
    ['hmac', [{ key: [] }]],
  ])('accepts %s where the contract asks for one of %j', (auth, security) => {
    expect(asking(auth, security)).toEqual([])
  })

  it.each<[string, JsonObject[], string]>([
    ['none', [{ jwt: [] }], 'bearer'],
    ['bearer', [{ mtls: [] }, { key: [] }], 'mutualTLS or apiKey'],
    ['bearer', [{ jwt: [], mtls: [] }], 'bearer with mutualTLS'],
    ['hmac', [{ jwt: [] }], 'bearer'],
  ])('rejects %s where the contract asks for one of %j', (auth, security, asked) => {
    expect(asking(auth, security)).toEqual([
      `GET /a takes ${asked}, and x-behaviour.auth is ${auth}; correct the overlay, or the client is refused.`,
    ])
  })

  it('rejects an operation that takes a cursor and is not paged', () => {
    const paged = (page: string): string[] => {
      const parameters = [{ $ref: '#/components/parameters/Cursor' }]
      const document = openapi({ 'x-behaviour': { ...behaviour, page }, parameters })
      const components = { parameters: { Cursor: { name: 'cursor', in: 'query' } } }
      return lintBehaviour({ ...document, components }, 'openapi', 'c.yaml').map(({ message }) => message)
    }
    expect(paged('cursor')).toEqual([])
    expect(paged('none')).toEqual([
      'GET /a takes a cursor, and x-behaviour.page is none; say page: cursor in the overlay, so that the client can iterate.',
    ])
  })

  it('asks AsyncAPI operations and messages as well, those in a channel too, and no reference to one', () => {
    const messages = { level: {}, again: { $ref: '#/components/messages/level' } }
    const channels = { v1: { messages: { trade: {}, level: { $ref: '#/components/messages/level' } } } }
    const document = { operations: { receive: {} }, channels, components: { messages } }
    expect(lintBehaviour(document, 'asyncapi', 'c.yaml').map(({ at }) => at)).toEqual([
      '#/operations/receive',
      '#/components/messages/level',
      '#/channels/v1/messages/trade',
    ])
  })
})

describe('the overlay rules', () => {
  const source: JsonObject = { paths: { '/a': { get: { summary: 'A' } } } }
  const action = {
    target: "$.paths['/a'].get",
    update: { 'x-behaviour': behaviour },
    'x-reason': 'Stated nowhere.',
    'x-evidence': 'inferred',
    'x-ends': '2027-01-01',
  }
  const found = (change: JsonObject): string[] =>
    rules(lintOverlay(source, { actions: [{ ...action, ...change }] }, 'o.yaml', '2026-11-20'))

  it('accept an action with reason, evidence and end that changes something', () => {
    expect(found({})).toEqual([])
  })

  it.each([
    ['own/overlay-reason', { 'x-reason': '' }],
    ['own/overlay-evidence', { 'x-evidence': 'rumour' }],
    ['own/overlay-ends', { 'x-ends': 'soon' }],
    ['own/overlay-ended', { 'x-ends': '2026-11-19' }],
    ['own/overlay-matches', { target: "$.paths['/b'].get" }],
    ['own/overlay-not-upstream', { update: { summary: 'A' } }],
  ])('report %s', (rule, change) => {
    expect(found(change)).toEqual([rule])
  })

  it('take the end date itself as not yet over', () => {
    expect(found({ 'x-ends': '2026-11-20' })).toEqual([])
  })
})

describe('the question rules', () => {
  const question = {
    id: 'G1',
    question: 'What?',
    default: 'This.',
    confidence: 50,
    probe: 'gateway.what',
    settle: 'Ask.',
  }
  const found = (...changes: JsonObject[]): string[] =>
    rules(lintQuestions({ questions: changes.map((change) => ({ ...question, ...change })) }, 'gateway', 'q.yaml'))

  it('accept a question that can be settled', () => {
    expect(found({})).toEqual([])
  })

  it.each([
    ['own/question-id', [{ id: 'one' }]],
    ['own/question-id', [{}, {}]],
    ['own/question-question', [{ question: '' }]],
    ['own/question-default', [{ default: '' }]],
    ['own/question-settle', [{ settle: '' }]],
    ['own/question-probe', [{ probe: 'auth.what' }]],
    ['own/question-probe', [{ probe: 'gateway.What' }]],
  ])('report %s', (rule, changes) => {
    expect(found(...changes)).toEqual([rule])
  })

  it('report a question that is silent on its confidence', () => {
    const { confidence: _, ...silent } = question
    expect(rules(lintQuestions({ questions: [silent] }, 'gateway', 'q.yaml'))).toEqual(['own/question-confidence'])
  })
})

describe('the rules on inferred facts', () => {
  const asked = { questions: [{ id: 'R4' }] }
  const contract = (fact: JsonObject, description = ''): JsonObject => ({
    components: { schemas: { A: { description, properties: { fact } } } },
  })
  const found = (fact: JsonObject, description = ''): string[] =>
    rules(lintInferred(contract(fact, description), asked, 'c.yaml'))

  it.each([
    ['is sure', { 'x-evidence': 'observed' }],
    ['names its question', { 'x-evidence': 'inferred', 'x-question': 'R4' }],
    ['names it in words', { 'x-evidence': 'inferred', description: 'A guess (question R4).' }],
    ['is our own choice', { 'x-evidence-of': { name: 'inferred' }, 'x-own-choice': 'The name is ours.' }],
  ])('accept what %s', (_, fact) => {
    expect(found(fact)).toEqual([])
  })

  it('accept what stands under a description that names the question', () => {
    expect(found({ 'x-evidence': 'inferred' }, 'All of it is question `R4`.')).toEqual([])
  })

  it.each([
    ['as a whole', { 'x-evidence': 'inferred' }],
    ['on one side', { 'x-evidence-of': { name: 'inferred' } }],
    ['in some statuses', { 'x-evidence-statuses': { inferred: ['404'] } }],
    ['in a parameter', { 'x-evidence-parameters': { id: 'inferred' } }],
    ['on some operations', { 'x-evidence-by-operation': { inferred: ['getA'] } }],
    ['with a question that nobody asks', { 'x-evidence': 'inferred', description: 'Question R5.' }],
    ['with the word alone', { 'x-evidence': 'inferred', description: 'An open question.' }],
    ['with a question further down only', { 'x-evidence': 'inferred', items: { description: 'Question R4.' } }],
  ])('report what is inferred %s', (_, fact) => {
    expect(found(fact)).toEqual(['own/inferred-question'])
  })

  it('say where, and what to do', () => {
    expect(lintInferred(contract({ 'x-evidence': 'inferred' }), asked, 'c.yaml')).toEqual([
      {
        rule: 'own/inferred-question',
        severity: 'error',
        file: 'c.yaml',
        at: '#/components/schemas/A/properties/fact',
        message:
          'Inferred, and no question settles it; add x-question, or x-own-choice where it is no fact about the service.',
      },
    ])
  })

  it('report a reference to a question that nobody asks, one by one', () => {
    expect(found({ 'x-question': ['R4', 'R5', 'R6'] })).toEqual(['own/known-question', 'own/known-question'])
  })

  it('report a choice without a sentence', () => {
    expect(found({ 'x-evidence': 'inferred', 'x-own-choice': true })).toEqual(['own/own-choice'])
  })
})

describe('the lock rules', () => {
  const entry = {
    location: 'https://docs.example',
    version: '1',
    file: 'specs/auth/openapi.yaml',
    sha256: digest('a'),
    obtained: {},
  }
  const found = (change: JsonObject, text = 'a'): string[] =>
    rules(lintLock({ auth: { ...entry, ...change } }, 'auth', 'specs/auth/openapi.yaml', text))

  it('accept a contract that is as the lock says', () => {
    expect(found({})).toEqual([])
  })

  it('report a contract that was changed without its lock', () => {
    expect(found({}, 'b')).toEqual(['own/lock-digest'])
  })

  it('report a lock that names another file', () => {
    expect(found({ file: 'specs/old.yaml' })).toEqual(['own/lock-file'])
  })
})

describe('the union rule', () => {
  const member = (kind: JsonObject): JsonObject => ({ type: 'object', required: ['kind'], properties: { kind } })
  const contract = (a: JsonObject, b: JsonObject): JsonObject => ({
    components: {
      schemas: {
        A: a,
        B: b,
        U: {
          oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
          discriminator: { propertyName: 'kind' },
        },
      },
    },
  })

  it('accepts members with values of their own', () => {
    expect(lintUnions(contract(member({ const: 'a' }), member({ enum: ['b', 'c'] })), 'openapi', 'c.yaml')).toEqual([])
  })

  it('rejects members that share a value', () => {
    const [finding] = lintUnions(contract(member({ const: 'a' }), member({ enum: ['b', 'a'] })), 'openapi', 'c.yaml')
    expect(finding?.message).toBe('A and B both allow kind to be a.')
  })

  it('accepts a member of several shapes that say the same value', () => {
    const shapes = { oneOf: [member({ const: 'a' }), { ...member({ const: 'a' }), title: 'Another.' }] }
    expect(lintUnions(contract(shapes, member({ const: 'b' })), 'openapi', 'c.yaml')).toEqual([])
  })

  it('rejects members without a name that share a value', () => {
    const union = { anyOf: [member({ const: 'a' }), member({ const: 'a' })], discriminator: { propertyName: 'kind' } }
    const [finding] = lintUnions({ components: { schemas: { U: union } } }, 'openapi', 'c.yaml')
    expect(finding?.message).toBe('member 1 and member 2 both allow kind to be a.')
  })

  it('rejects a member that leaves the discriminator open', () => {
    const [finding] = lintUnions(contract(member({ const: 'a' }), member({ type: 'string' })), 'openapi', 'c.yaml')
    expect(finding?.message).toBe(
      'B does not limit kind to known values, and none is mapped to it; say them in the overlay.',
    )
  })

  it.each(['B', '#/components/schemas/B'])(
    'takes the values that a mapping to %s says for those of the member',
    (target) => {
      const mapped = (value: string): JsonObject => {
        const discriminator = { propertyName: 'kind', mapping: { [value]: target } }
        const U = { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], discriminator }
        return { components: { schemas: { A: member({ const: 'a' }), B: member({ type: 'string' }), U } } }
      }
      expect(lintUnions(mapped('b'), 'openapi', 'c.yaml')).toEqual([])
      expect(lintUnions(mapped('a'), 'openapi', 'c.yaml').map(({ message }) => message)).toEqual([
        'A and B both allow kind to be a.',
      ])
    },
  )

  const stream = (level: string): JsonObject => ({
    operations: {
      one: { action: 'receive', messages: [{ $ref: '#/components/messages/trade' }] },
      two: { action: 'receive', messages: [{ $ref: '#/components/messages/level' }] },
    },
    components: {
      messages: {
        trade: {
          payload: { $ref: '#/components/schemas/Trade' },
          'x-behaviour': { auth: 'none', sequence: 'none', update: 'none' },
        },
        level: {
          payload: { $ref: '#/components/schemas/Level' },
          'x-behaviour': { auth: 'none', sequence: 'none', update: 'none' },
        },
      },
      schemas: { Trade: member({ const: 'trade' }), Level: member({ const: level }) },
    },
  })

  it('accepts received messages that can be told apart', () => {
    expect(lintUnions(stream('level'), 'asyncapi', 'c.yaml')).toEqual([])
  })

  it('names the one message that does not say which it is, in place of all pairs', () => {
    const document = stream('level')
    const { components } = document as { components: { schemas: JsonObject } }
    components.schemas['Trade'] = member({ type: 'string', enum: ['trade', 'print'] })
    components.schemas['Level'] = { type: 'object', properties: { price: { type: 'string' } } }
    expect(lintUnions(document, 'asyncapi', 'c.yaml')).toEqual([
      expect.objectContaining({
        at: '#/components/schemas/Level',
        message: expect.stringContaining('Level does not require kind and limit it to texts') as string,
      }),
    ])
  })

  it('reads the values of a discriminator through its parts', () => {
    const document = stream('level')
    const { components } = document as { components: { schemas: JsonObject } }
    components.schemas['Level'] = member({ allOf: [{ type: 'string', enum: ['level', 'trade'] }, { const: 'level' }] })
    expect(lintUnions(document, 'asyncapi', 'c.yaml')).toEqual([])
  })

  it('rejects received messages that cannot', () => {
    const [finding] = lintUnions(stream('trade'), 'asyncapi', 'c.yaml')
    expect(finding?.message).toBe('Nothing tells Level from Trade: a client cannot know which one it received.')
  })
})

describe('the libraries', () => {
  const root = join(import.meta.dirname, '../../../..')
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return relative(root, join(folder, name))
  }

  it('reject an OpenAPI file that breaks its standard', async () => {
    const file = written(
      'o.yaml',
      'openapi: 3.1.0\ninfo: { title: A, version: 1 }\npaths: { /a: { get: { parameters: none } } }\n',
    )
    expect(rules(await lintWithRedocly(file, root))).toContain('redocly/struct')
  })

  const fixtures: Readonly<Record<string, string>> = {
    'operation-description': 'paths: { /a: { get: { operationId: a, responses: {} } } }',
    'tag-description': 'paths: {}\ntags: [{ name: A }]',
    'path-parameters-defined': 'paths: { "/a/{id}": { get: { operationId: a, responses: {} } } }',
    'no-unused-components': 'paths: {}\ncomponents: { schemas: { A: { type: string } } }',
  }
  const settings = parseDocumentText(readFileSync(join(root, 'tools/contracts/redocly.yaml'), 'utf8'), 'redocly.yaml')
  const asked = Object.entries(objectAt(settings, 'rules')).filter(([, severity]) => severity !== 'off')

  it.each(asked)('reject, as the settings ask of them, what breaks %s', async (rule) => {
    const text = fixtures[rule]
    assert.ok(text !== undefined, `${rule} needs a fixture that it must reject`)
    const file = written(`${rule}.yaml`, `openapi: 3.1.0\ninfo: { title: A, version: 1 }\n${text}\n`)
    const found = await lintWithRedocly(file, root)
    expect(found).toContainEqual(expect.objectContaining({ rule: `redocly/${rule}`, severity: 'error' }))
  })

  it('reject an AsyncAPI file that breaks its standard, with line and column', async () => {
    const file = written('a.yaml', 'asyncapi: 3.0.0\ninfo: { title: A, version: 1.0.0 }\nchannels: none\n')
    const findings = await lintWithParser(file, root)
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'error', at: expect.stringMatching(/^3:\d+ #\/channels/) as string }),
    )
  })
})
