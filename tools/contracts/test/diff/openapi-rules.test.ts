// Every rule around the schemas of OpenAPI, by example.
import { describe, expect, it } from 'vitest'
import { compareContracts } from '../../src/diff/compare.ts'
import type { openapiRules } from '../../src/diff/structure-rules.ts'
import type { JsonObject } from '../../src/json.ts'
import { type Case, edited, testRules } from './structure-case.ts'

const OPENAPI: JsonObject = {
  info: { version: '1' },
  servers: [{ url: 'https://a.example' }],
  security: [{ bearer: [] }],
  paths: {
    '/a': {
      post: {
        operationId: 'doA',
        tags: ['A'],
        parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: {
          '200': {
            headers: { ETag: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          '404': {},
        },
      },
    },
    '/b': { get: { responses: {} } },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
}
const A = '/paths/~1a/post'
const B = '/paths/~1b/get'
const Q = `${A}/parameters/0`
const JSON_BODY = `${A}/requestBody/content/application~1json`
const OK = `${A}/responses/200`
const media: JsonObject = { schema: { type: 'string' } }
const text: JsonObject = { type: 'string' }
const used = (name: string): { [pointer: string]: JsonObject } => ({
  [`${JSON_BODY}/schema`]: { $ref: `#/components/schemas/${name}` },
})
const hole = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: text })
const WEBHOOK = { '/webhooks': { filled: { post: { responses: {} } } } }

const openapiCases: { readonly [rule in keyof typeof openapiRules]: Case } = {
  'operation-added': [
    'compatible',
    { after: { '/paths/~1b/put': { responses: {} } } },
    { after: { '/paths/~1b/summary': 'B' } },
  ],
  'operation-removed': [
    'breaking',
    { after: { [B]: undefined } },
    { before: { [`${B}/x-sunset`]: '2026-01-01' }, after: { [B]: undefined } },
  ],
  'operation-removed-after-sunset': [
    'risky',
    { before: { [`${B}/x-sunset`]: '2026-11-20' }, after: { [B]: undefined } },
    { before: { [`${B}/x-sunset`]: '2026-11-21' }, after: { [B]: undefined } },
  ],
  'operation-deprecated': [
    'compatible',
    { after: { [`${B}/deprecated`]: true } },
    { after: { [`${B}/deprecated`]: false } },
  ],
  'operation-undeprecated': [
    'compatible',
    { before: { [`${B}/deprecated`]: true } },
    { before: { [`${B}/deprecated`]: false } },
  ],
  'operation-sunset-set': [
    'risky',
    { after: { [`${B}/x-sunset`]: '2027-01-01' } },
    { before: { [`${B}/x-sunset`]: '2027-01-01' }, after: { [`${B}/x-sunset`]: '2027-02-01' } },
  ],
  'operation-sunset-moved': [
    'risky',
    { before: { [`${B}/x-sunset`]: '2027-01-01' }, after: { [`${B}/x-sunset`]: '2027-02-01' } },
    { after: { [`${B}/x-sunset`]: '2027-02-01' } },
  ],
  'operation-id-changed': [
    'compatible',
    { after: { [`${A}/operationId`]: 'other' } },
    { after: { [`${A}/summary`]: 'other' } },
  ],
  'sdk-name-changed': [
    'breaking',
    { after: { [`${A}/operationId`]: 'other' } },
    { after: { [`${A}/operationId`]: 'other', [`${A}/x-sdk-name`]: 'doA' } },
  ],
  'operation-described-anew': [
    'compatible',
    { after: { [`${A}/summary`]: 'A' } },
    { after: { [`${A}/operationId`]: 'A' } },
  ],
  'operation-tags-changed': ['compatible', { after: { [`${A}/tags`]: ['B'] } }, { after: { [`${A}/x-tags`]: ['B'] } }],
  'behaviour-changed': [
    'risky',
    { after: { [`${A}/x-behaviour`]: { retry: 'never' } } },
    { after: { [`${A}/x-sdk-name`]: 'never' } },
  ],
  'parameter-added-required': [
    'breaking',
    { after: { [`${A}/parameters/1`]: { name: 'r', in: 'query', required: true } } },
    { after: { [`${A}/parameters/1`]: { name: 'r', in: 'query' } } },
  ],
  'parameter-added-optional': [
    'compatible',
    { after: { [`${A}/parameters/1`]: { name: 'q', in: 'header' } } },
    { after: { [`${Q}/description`]: 'Q' } },
  ],
  'parameter-renamed': [
    'breaking',
    {
      before: { '/paths/~1c~1{id}': { get: { parameters: [hole('id')], responses: {} } } },
      after: { '/paths/~1c~1{key}': { get: { parameters: [hole('key')], responses: {} } } },
    },
    { after: { [`${Q}/name`]: 'r' } },
  ],
  'parameter-removed': ['risky', { after: { [`${A}/parameters`]: [] } }, { after: { [`${Q}/required`]: true } }],
  'parameter-became-required': [
    'breaking',
    { after: { [`${Q}/required`]: true } },
    { before: { [`${Q}/required`]: true } },
  ],
  'parameter-became-optional': [
    'compatible',
    { before: { [`${Q}/required`]: true } },
    { after: { [`${Q}/required`]: true } },
  ],
  'parameter-described-anew': [
    'compatible',
    { after: { [`${Q}/description`]: 'Q' } },
    { after: { [`${Q}/example`]: 'Q' } },
  ],
  'parameter-deprecated': [
    'compatible',
    { after: { [`${Q}/deprecated`]: true } },
    { before: { [`${Q}/deprecated`]: true } },
  ],
  'parameter-style-changed': [
    'breaking',
    { after: { [`${Q}/explode`]: false } },
    { after: { [`${Q}/x-explode`]: false } },
  ],
  'body-added-required': [
    'breaking',
    { after: { [`${B}/requestBody`]: { required: true, content: {} } } },
    { after: { [`${B}/requestBody`]: { content: {} } } },
  ],
  'body-added-optional': [
    'compatible',
    { after: { [`${B}/requestBody`]: { content: {} } } },
    { after: { [`${B}/requestBody`]: { required: true, content: {} } } },
  ],
  'body-removed': [
    'risky',
    { after: { [`${A}/requestBody`]: undefined } },
    { after: { [`${A}/requestBody/required`]: true } },
  ],
  'body-became-required': [
    'breaking',
    { after: { [`${A}/requestBody/required`]: true } },
    { before: { [`${A}/requestBody/required`]: true } },
  ],
  'body-became-optional': [
    'compatible',
    { before: { [`${A}/requestBody/required`]: true } },
    { after: { [`${A}/requestBody/required`]: true } },
  ],
  'body-media-type-added': [
    'compatible',
    { after: { [`${A}/requestBody/content/text~1plain`]: media } },
    { after: { [`${OK}/content/text~1plain`]: media } },
  ],
  'body-media-type-removed': [
    'breaking',
    { after: { [JSON_BODY]: undefined } },
    { after: { [`${JSON_BODY}/example`]: {} } },
  ],
  'success-added': ['risky', { after: { [`${A}/responses/201`]: {} } }, { after: { [`${A}/responses/409`]: {} } }],
  'success-removed': ['breaking', { after: { [OK]: undefined } }, { after: { [`${A}/responses/404`]: undefined } }],
  'refusal-added': ['compatible', { after: { [`${A}/responses/409`]: {} } }, { after: { [`${A}/responses/201`]: {} } }],
  'refusal-removed': ['compatible', { after: { [`${A}/responses/404`]: undefined } }, { after: { [OK]: undefined } }],
  'answer-media-type-added': [
    'risky',
    { after: { [`${OK}/content/text~1plain`]: media } },
    { after: { [`${A}/requestBody/content/text~1plain`]: media } },
  ],
  'answer-media-type-removed': [
    'breaking',
    { after: { [`${OK}/content`]: {} } },
    { after: { [`${OK}/description`]: 'OK' } },
  ],
  'answer-header-added': [
    'compatible',
    { after: { [`${OK}/headers/Sunset`]: {} } },
    { after: { [`${OK}/headers/ETag/description`]: 'Tag' } },
  ],
  'answer-header-removed': ['risky', { after: { [`${OK}/headers`]: {} } }, { after: { [`${OK}/headers/Sunset`]: {} } }],
  'security-required': [
    'breaking',
    { before: { [`${A}/security`]: [{}, { bearer: [] }] } },
    { after: { [`${A}/security`]: [{ bearer: [] }] } },
  ],
  'security-lifted': ['compatible', { after: { [`${A}/security`]: [] } }, { before: { '/security': [] } }],
  'security-alternative-added': [
    'compatible',
    { after: { '/security': [{ bearer: [] }, { key: [] }] } },
    { after: { '/security': [] } },
  ],
  'security-alternative-removed': [
    'breaking',
    { before: { '/security': [{ bearer: [] }, { key: [] }] } },
    { after: { '/security': [{ bearer: [] }, { key: [] }] } },
  ],
  'security-scheme-changed': [
    'breaking',
    { after: { '/components/securitySchemes/bearer/scheme': 'basic' } },
    { after: { '/components/securitySchemes/bearer/description': 'basic' } },
  ],
  'callback-added': [
    'risky',
    { after: { '/webhooks': { filled: { post: { responses: {} } } } } },
    { before: WEBHOOK, after: WEBHOOK },
  ],
  'callback-removed': [
    'breaking',
    { before: { [`${A}/callbacks/done`]: { '{$request.body#/url}': { post: { responses: {} } } } } },
    { before: WEBHOOK, after: WEBHOOK },
  ],
  'operation-moved': [
    'breaking',
    { after: { [`${B}/servers`]: [{ url: 'https://b.example' }] } },
    { after: { '/servers/0/url': 'https://b.example' } },
  ],
  'server-sunset-changed': [
    'risky',
    { after: { '/servers/0/x-sunset': '2027-01-01' } },
    { after: { '/servers/0/x-note': '2027-01-01' } },
  ],
  'server-variables-changed': [
    'risky',
    { after: { '/servers/0/variables': { region: { default: 'eu' } } } },
    { after: { '/servers/0/description': 'eu' } },
  ],
  'server-added': [
    'compatible',
    { after: { '/servers/1': { url: 'https://b.example' } } },
    { after: { '/servers/0/description': 'b' } },
  ],
  'server-removed': ['risky', { after: { '/servers': [] } }, { after: { '/servers/1': { url: 'https://b.example' } } }],
  'schema-renamed': [
    'breaking',
    {
      before: { ...used('Old'), '/components/schemas/Old': text },
      after: { ...used('New'), '/components/schemas/New': text },
    },
    { before: { '/components/schemas/Old': text }, after: { '/components/schemas/New': text } },
  ],
  'version-changed': ['compatible', { after: { '/info/version': '2' } }, { after: { '/info/title': '2' } }],
}

testRules('openapi', OPENAPI, openapiCases)

describe('the comparison of contracts', () => {
  it('refuses two kinds', () => {
    expect(() =>
      compareContracts({ kind: 'openapi', document: OPENAPI }, { kind: 'asyncapi', document: {} }, '2026-11-20'),
    ).toThrow('An openapi contract cannot be compared with an asyncapi one.')
  })

  const changesBetween = (before: JsonObject, after: JsonObject): string[] =>
    compareContracts({ kind: 'openapi', document: before }, { kind: 'openapi', document: after }, '2026-11-20').map(
      ({ rule, at }) => `${at} ${rule}`,
    )

  it('knows a path by its shape, and its parameters by where they stand in it', () => {
    const contract = (one: string, two: string, type = 'string'): JsonObject => ({
      paths: {
        [`/c/{${one}}/{${two}}`]: {
          get: { operationId: 'c', parameters: [hole(one), { ...hole(two), schema: { type } }], responses: {} },
        },
      },
    })
    expect(changesBetween(contract('id', 'part'), contract('id', 'piece', 'integer'))).toEqual([
      'GET /c/{id}/{part} path part parameter-renamed',
      'GET /c/{id}/{part} path part sent/type-changed',
    ])
    expect(changesBetween(contract('a', 'b', 'integer'), contract('b', 'a', 'integer'))).toEqual([
      'GET /c/{a}/{b} path a parameter-renamed',
      'GET /c/{a}/{b} path b parameter-renamed',
    ])
  })

  it('says where an operation went, by its operationId', () => {
    const moved = edited(OPENAPI, { [A]: undefined, '/paths/~1c': { post: { operationId: 'doA', responses: {} } } })
    const [gone] = compareContracts(
      { kind: 'openapi', document: OPENAPI },
      { kind: 'openapi', document: moved },
      '2026-11-20',
    )
    expect(gone?.message).toBe('POST /a is gone; its operationId is at POST /c now')
    const nameless = edited(OPENAPI, { [B]: undefined, '/paths/~1c': { get: { responses: {} } } })
    const changes = compareContracts(
      { kind: 'openapi', document: OPENAPI },
      { kind: 'openapi', document: nameless },
      '2026-11-20',
    )
    expect(changes[0]?.message).toBe('GET /b is gone')
  })

  it('takes a scheme that only has another name for the same', () => {
    const renamed = edited(OPENAPI, {
      '/security': [{ jwt: [] }],
      '/components/securitySchemes': { jwt: { type: 'http', scheme: 'bearer' } },
    })
    expect(changesBetween(OPENAPI, renamed)).toEqual([])
    const other = edited(renamed, { '/components/securitySchemes/jwt/scheme': 'basic' })
    expect(changesBetween(OPENAPI, other)).toContain('POST /a security-alternative-removed')
  })

  it('says what an operation takes in words', () => {
    const scoped = edited(OPENAPI, { [`${A}/security`]: [{ oauth: ['write', 'read'], bearer: [] }] })
    const messages = compareContracts(
      { kind: 'openapi', document: OPENAPI },
      { kind: 'openapi', document: scoped },
      '2026-11-20',
    ).map(({ message }) => message)
    expect(messages).toEqual(['does not take bearer any more', 'takes bearer with oauth for read and write as well'])
  })

  it('looks at what stands for an answer that has none of its own', () => {
    const answers = (...statuses: string[]): JsonObject =>
      edited(OPENAPI, {
        [`${B}/responses`]: Object.fromEntries(
          statuses.map((status) => [
            status,
            {
              content: {
                'application/json': { schema: { type: ['404', '200'].includes(status) ? 'object' : 'array' } },
              },
            },
          ]),
        ),
      })
    expect(changesBetween(answers('404'), answers('4XX'))).toEqual([
      'GET /b 404 received/type-changed',
      'GET /b 404 refusal-removed',
      'GET /b 4XX refusal-added',
    ])
    expect(changesBetween(answers('default'), answers('404', 'default'))).toContain('GET /b 404 received/type-changed')
    expect(changesBetween(answers('200'), answers('2XX'))).toEqual([
      'GET /b 200 received/type-changed',
      'GET /b 200 success-removed',
      'GET /b 2XX success-added',
    ])
    expect(changesBetween(answers('404', '200'), answers('404'))).toEqual(['GET /b 200 success-removed'])
    expect(changesBetween(answers('default'), answers('200', 'default'))).toEqual(['GET /b 200 success-added'])
  })

  it('compares what is JSON under another name', () => {
    const answer = (type: string, schema: JsonObject): JsonObject =>
      edited(OPENAPI, { [`${OK}/content`]: { [type]: { schema } } })
    expect(changesBetween(answer('application/json', text), answer('application/vnd.a+json', {}))).toEqual([
      'POST /a 200 answer-media-type-removed',
      'POST /a 200 received/type-widened',
      'POST /a 200 answer-media-type-added',
    ])
  })

  it('compares nothing where JSON takes the place of another type', () => {
    const answer = (type: string, schema: JsonObject): JsonObject =>
      edited(OPENAPI, { [`${OK}/content`]: { [type]: { schema } } })
    expect(changesBetween(answer('text/plain', text), answer('application/json', {}))).toEqual([
      'POST /a 200 answer-media-type-removed',
      'POST /a 200 answer-media-type-added',
    ])
  })

  it('tells once of a scheme that is presented otherwise', () => {
    const basic = edited(OPENAPI, { '/components/securitySchemes/bearer/scheme': 'basic' })
    expect(changesBetween(OPENAPI, basic)).toEqual(['security scheme bearer security-scheme-changed'])
  })

  it('takes an answer without a schema for one that may be anything', () => {
    const silent = edited(OPENAPI, { [`${OK}/content/application~1json`]: {} })
    expect(changesBetween(OPENAPI, silent)).toEqual(['POST /a 200 received/type-widened'])
    expect(changesBetween(silent, OPENAPI)).toEqual(['POST /a 200 received/type-narrowed'])
    expect(changesBetween(silent, silent)).toEqual([])
  })

  const rulesBetween = (before: JsonObject, after: JsonObject): string[] =>
    compareContracts({ kind: 'openapi', document: before }, { kind: 'openapi', document: after }, '2026-11-20').map(
      ({ rule }) => rule,
    )

  it('finds nothing where OpenAPI 3.1 says what 3.0 said', () => {
    const contract = (schema: JsonObject): JsonObject => ({
      paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } } },
    })
    const before = { a: { type: 'string', nullable: true }, b: { type: 'number', minimum: 0, exclusiveMinimum: true } }
    const after = { a: { type: ['string', 'null'] }, b: { type: 'number', exclusiveMinimum: 0 } }
    expect(rulesBetween(contract({ properties: before }), contract({ properties: after }))).toEqual([])
  })

  it('finds nothing where a default is written out', () => {
    const after = edited(OPENAPI, {
      [`${Q}/style`]: 'form',
      [`${Q}/explode`]: true,
      [`${OK}/content`]: { 'Application/json; charset=utf-8': { schema: { type: 'object' } } },
    })
    expect(rulesBetween(OPENAPI, after)).toEqual([])
  })

  it('reads the parameters of a path as those of each operation', () => {
    const contract = (parameters: JsonObject[]): JsonObject => ({
      paths: { '/c': { parameters, get: { operationId: 'c', responses: {} } } },
    })
    const compared = compareContracts(
      { kind: 'openapi', document: contract([]) },
      { kind: 'openapi', document: contract([{ name: 'q', in: 'query', required: true }]) },
      '2026-11-20',
    )
    expect(compared.map(({ at, rule }) => `${at} ${rule}`)).toEqual(['GET /c query q parameter-added-required'])
  })

  it('looks into a parameter that is written as JSON', () => {
    const contract = (type: string): JsonObject =>
      edited(OPENAPI, { [Q]: { name: 'q', in: 'query', content: { 'application/json': { schema: { type } } } } })
    expect(rulesBetween(contract('string'), contract('integer'))).toEqual(['sent/type-changed'])
    expect(rulesBetween(OPENAPI, contract('string'))).toEqual(['parameter-style-changed'])
  })

  it('takes what a webhook or a callback holds as received', () => {
    const call = (type: string): JsonObject => ({
      post: { requestBody: { content: { 'application/json': { schema: { type } } } } },
    })
    const webhook = (type: string): JsonObject => edited(OPENAPI, { '/webhooks': { filled: call(type) } })
    const callback = (type: string): JsonObject =>
      edited(OPENAPI, { [`${A}/callbacks/done`]: { '{$url}': call(type) } })
    for (const contract of [webhook, callback])
      expect(rulesBetween(contract('integer'), contract('number'))).toEqual(['received/type-widened'])
  })

  it('says nothing of behaviour where the overlay has none any more, which generation tells', () => {
    const before = edited(OPENAPI, { [`${A}/x-behaviour`]: { retry: 'never' } })
    expect(rulesBetween(before, OPENAPI)).toEqual([])
  })

  it('finds nothing more where a choice with a discriminator has another name', () => {
    const contract = (name: string): JsonObject => {
      const union: JsonObject = {
        oneOf: [{ $ref: `#/components/schemas/${name}` }],
        discriminator: { propertyName: 'kind', mapping: { a: name } },
      }
      return edited(OPENAPI, { [`${JSON_BODY}/schema`]: union, [`/components/schemas/${name}`]: text })
    }
    expect(rulesBetween(contract('Old'), contract('New'))).toEqual(['schema-renamed'])
  })

  it('puts what breaks first', () => {
    const after = edited(OPENAPI, { '/info/version': '2', [B]: undefined, '/servers': [] })
    const severities = compareContracts(
      { kind: 'openapi', document: OPENAPI },
      { kind: 'openapi', document: after },
      '2026-11-20',
    ).map(({ severity }) => severity)
    expect(severities).toEqual(['breaking', 'risky', 'compatible'])
  })
})
