// What the comparison takes for the same operation, parameter or scheme.
import { describe, expect, it } from 'vitest'
import { compareContracts } from '../../src/diff/compare.ts'
import type { JsonObject } from '../../src/json.ts'
import { A, B, changesBetween, comparing, hole, OK, OPENAPI, Q, rulesBetween, text } from './openapi-document.ts'
import { edited } from './structure-case.ts'

describe('the comparison of operations', () => {
  it('refuses two kinds', () => {
    expect(() =>
      compareContracts({ kind: 'openapi', document: OPENAPI }, { kind: 'asyncapi', document: {} }, '2026-11-20'),
    ).toThrow('An openapi contract cannot be compared with an asyncapi one.')
  })

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

  it('knows a header whatever the case of its name, which is that of our clients alone', () => {
    const contract = (name: string, answered: string, type = 'string'): JsonObject =>
      edited(OPENAPI, {
        [Q]: { name, in: 'header', required: true, schema: { type } },
        [`${OK}/headers`]: { [answered]: { schema: { type } } },
      })
    expect(changesBetween(contract('X-Id', 'ETag'), contract('x-id', 'etag', 'integer'))).toEqual([
      'POST /a 200 ETag received/type-changed',
      'POST /a header X-Id parameter-renamed',
      'POST /a header X-Id sent/type-changed',
    ])
    const query = (name: string): JsonObject => edited(OPENAPI, { [`${Q}/name`]: name })
    expect(changesBetween(query('q'), query('Q'))).toEqual([
      'POST /a query q parameter-removed',
      'POST /a query Q parameter-added-optional',
    ])
  })

  it('takes no security and one that asks for nothing for the same', () => {
    const secured = (security: JsonObject[]): JsonObject => edited(OPENAPI, { [`${A}/security`]: security })
    expect(changesBetween(secured([]), secured([{}]))).toEqual([])
    expect(changesBetween(secured([]), secured([{}, { bearer: [] }]))).toEqual(['POST /a security-alternative-added'])
    expect(changesBetween(secured([]), secured([{ bearer: [] }]))).toEqual(['POST /a security-required'])
  })

  it('takes a request that is signed otherwise for one with other credentials', () => {
    const signed = (timestampUnit: string): JsonObject =>
      edited(OPENAPI, { '/components/securitySchemes/bearer/x-truex-signing': { timestampUnit } })
    expect(changesBetween(signed('s'), signed('ms'))).toEqual(['security scheme bearer security-scheme-changed'])
  })

  it('takes a contract that does not say how requests are signed for no change of it', () => {
    const signed = edited(OPENAPI, { '/components/securitySchemes/bearer/x-truex-signing': { timestampUnit: 's' } })
    expect([changesBetween(signed, OPENAPI), changesBetween(OPENAPI, signed)]).toEqual([[], []])
  })

  it('says where an operation went, by its operationId', () => {
    const moved = edited(OPENAPI, { [A]: undefined, '/paths/~1c': { post: { operationId: 'doA', responses: {} } } })
    const [gone] = comparing(OPENAPI, moved)
    expect(gone?.message).toBe('POST /a is gone; its operationId is at POST /c now')
    const nameless = edited(OPENAPI, { [B]: undefined, '/paths/~1c': { get: { responses: {} } } })
    const changes = comparing(OPENAPI, nameless)
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
    const messages = comparing(OPENAPI, scoped).map(({ message }) => message)
    expect(messages).toEqual(['does not take bearer any more', 'takes bearer with oauth for read and write as well'])
  })

  it('tells once of a scheme that is presented otherwise', () => {
    const basic = edited(OPENAPI, { '/components/securitySchemes/bearer/scheme': 'basic' })
    expect(changesBetween(OPENAPI, basic)).toEqual(['security scheme bearer security-scheme-changed'])
  })

  it('reads the parameters of a path as those of each operation', () => {
    const contract = (parameters: JsonObject[]): JsonObject => ({
      paths: { '/c': { parameters, get: { operationId: 'c', responses: {} } } },
    })
    expect(changesBetween(contract([]), contract([{ name: 'q', in: 'query', required: true }]))).toEqual([
      'GET /c query q parameter-added-required',
    ])
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

  it('puts what breaks first', () => {
    const after = edited(OPENAPI, { '/info/version': '2', [B]: undefined, '/servers': [] })
    const severities = comparing(OPENAPI, after).map(({ severity }) => severity)
    expect(severities).toEqual(['breaking', 'risky', 'compatible'])
  })

  it('knows the operations of OpenAPI 3.2, also those that no code is made for', () => {
    const search: JsonObject = { operationId: 'search', responses: {} }
    const copy: JsonObject = { operationId: 'copy', responses: {} }
    const both = edited(OPENAPI, { '/paths/~1c': { query: search, additionalOperations: { COPY: copy } } })
    expect(changesBetween(OPENAPI, both)).toEqual(['COPY /c operation-added', 'QUERY /c operation-added'])
    expect(changesBetween(both, OPENAPI)).toEqual(['COPY /c operation-removed', 'QUERY /c operation-removed'])
    const required = edited(both, { '/paths/~1c/query/requestBody': { required: true, content: {} } })
    expect(changesBetween(both, required)).toEqual(['QUERY /c body body-added-required'])
    const called = edited(OPENAPI, { '/webhooks': { filled: { query: search } } })
    expect(changesBetween(OPENAPI, called)).toEqual(['webhook QUERY filled callback-added'])
  })

  it('takes a parameter of the query for no part of the path, though it has the name of one', () => {
    const query: JsonObject = { name: 'key', in: 'query', schema: text }
    const contract = (name: string): JsonObject => ({
      paths: { [`/c/{${name}}`]: { get: { operationId: 'c', parameters: [hole(name), query], responses: {} } } },
    })
    expect(changesBetween(contract('id'), contract('key'))).toEqual(['GET /c/{id} path id parameter-renamed'])
  })

  it.each([
    ['query', 'form', true],
    ['cookie', 'form', true],
    ['header', 'simple', false],
    ['path', 'simple', false],
  ])('finds nothing where the usual style of a parameter in %s is written out', (place, style, explode) => {
    const contract = (how: JsonObject): JsonObject => {
      const parameter: JsonObject = { name: 'q', in: place, required: true, schema: { type: 'array' }, ...how }
      return { paths: { '/c/{q}': { get: { operationId: 'c', parameters: [parameter], responses: {} } } } }
    }
    expect(changesBetween(contract({}), contract({ style, explode }))).toEqual([])
    expect(rulesBetween(contract({}), contract({ explode: !explode }))).toEqual(['parameter-style-changed'])
    expect(rulesBetween(contract({}), contract({ allowReserved: true }))).toEqual(['parameter-style-changed'])
  })
})
