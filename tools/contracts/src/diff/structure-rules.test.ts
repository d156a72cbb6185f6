// Every rule around the schemas: a change that it reports, with its severity, and one like it that it lets pass.
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { type Contract, compareContracts } from './compare.ts'
import type { asyncapiRules, openapiRules } from './structure-rules.ts'

/** JSON Pointer → value; `undefined` takes the place out. */
type Edits = { readonly [pointer: string]: Json | undefined }
type Case = readonly [
  severity: string,
  edits: { readonly before?: Edits; readonly after?: Edits },
  quiet: { readonly before?: Edits; readonly after?: Edits },
]

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
  'server-added': [
    'compatible',
    { after: { '/servers/1': { url: 'https://b.example' } } },
    { after: { '/servers/0/description': 'b' } },
  ],
  'server-removed': ['risky', { after: { '/servers': [] } }, { after: { '/servers/1': { url: 'https://b.example' } } }],
  'version-changed': ['compatible', { after: { '/info/version': '2' } }, { after: { '/info/title': '2' } }],
}

const ASYNCAPI: JsonObject = {
  info: { version: '1' },
  defaultContentType: 'application/json',
  servers: { live: { host: 'a.example', protocol: 'wss', security: [{ type: 'http' }] } },
  channels: { book: { address: '/book', parameters: { symbol: {} } }, news: { address: '/news' } },
  operations: {
    ask: { action: 'send', messages: [{ $ref: '#/components/messages/ask' }] },
    hear: {
      action: 'receive',
      messages: [{ $ref: '#/components/messages/level' }, { $ref: '#/components/messages/trade' }],
    },
  },
  components: {
    messages: {
      ask: { payload: { type: 'object' } },
      level: { payload: { type: 'object' }, headers: { properties: { trace: {} } } },
      trade: { payload: { type: 'object' } },
    },
    securitySchemes: { key: { type: 'httpApiKey', in: 'query', name: 'x-key' } },
  },
}
const LEVEL = '/components/messages/level'
const HEADERS = `${LEVEL}/headers/properties`
const second: JsonObject = { action: 'send', messages: [{ $ref: '#/components/messages/trade' }] }

const asyncapiCases: { readonly [rule in keyof typeof asyncapiRules]: Case } = {
  'channel-added': [
    'compatible',
    { after: { '/channels/more': { address: '/more' } } },
    { after: { '/channels/book/summary': 'more' } },
  ],
  'channel-removed': [
    'breaking',
    { after: { '/channels/news': undefined } },
    { after: { '/channels/news/address': '/old' } },
  ],
  'channel-address-changed': [
    'breaking',
    { after: { '/channels/news/address': '/v2/news' } },
    { after: { '/channels/news/title': '/v2/news' } },
  ],
  'channel-described-anew': [
    'compatible',
    { after: { '/channels/news/summary': 'News.' } },
    { after: { '/channels/news/x-note': 'News.' } },
  ],
  'channel-parameter-added': [
    'breaking',
    { after: { '/channels/book/parameters/depth': {} } },
    { after: { '/channels/book/parameters/symbol/description': 'S' } },
  ],
  'channel-parameter-removed': [
    'breaking',
    { after: { '/channels/book/parameters': {} } },
    { after: { '/channels/book/parameters/depth': {} } },
  ],
  'operation-added': [
    'compatible',
    { after: { '/operations/more': second } },
    { after: { '/operations/ask/title': 'more' } },
  ],
  'operation-removed': [
    'breaking',
    { after: { '/operations/ask': undefined } },
    { before: { '/operations/ask/x-sunset': '2026-01-01' }, after: { '/operations/ask': undefined } },
  ],
  'operation-removed-after-sunset': [
    'risky',
    { before: { '/operations/more': { ...second, 'x-sunset': '2026-11-20' } } },
    { before: { '/operations/more': { ...second, 'x-sunset': '2026-11-21' } } },
  ],
  'operation-turned-round': [
    'breaking',
    { after: { '/operations/ask/action': 'receive' } },
    { after: { '/operations/ask/title': 'receive' } },
  ],
  'operation-described-anew': [
    'compatible',
    { after: { '/operations/ask/summary': 'Ask.' } },
    { after: { '/operations/ask/x-note': 'Ask.' } },
  ],
  'operation-deprecated': [
    'compatible',
    { after: { '/operations/ask/deprecated': true } },
    { before: { '/operations/ask/deprecated': true } },
  ],
  'sent-message-added': [
    'compatible',
    { after: { '/operations/more': second } },
    { after: { '/operations/more': { ...second, action: 'receive' } } },
  ],
  'sent-message-removed': [
    'breaking',
    { after: { '/operations/ask/messages': [] } },
    { after: { '/operations/hear/messages': [] } },
  ],
  'received-message-added': [
    'risky',
    { after: { '/operations/more': { action: 'receive', messages: [{ $ref: '#/components/messages/ask' }] } } },
    { after: { '/operations/more': second } },
  ],
  'received-message-removed': [
    'breaking',
    { after: { '/operations/hear/messages/1': undefined } },
    { after: { '/operations/ask/messages': [] } },
  ],
  'message-described-anew': [
    'compatible',
    { after: { [`${LEVEL}/summary`]: 'Level.' } },
    { after: { [`${LEVEL}/x-note`]: 'Level.' } },
  ],
  'message-deprecated': [
    'compatible',
    { after: { [`${LEVEL}/deprecated`]: true } },
    { before: { [`${LEVEL}/deprecated`]: true } },
  ],
  'message-content-type-changed': [
    'breaking',
    { after: { defaultContentType: 'application/cbor' } },
    { after: { [`${LEVEL}/contentType`]: 'application/json' } },
  ],
  'message-header-added-required': [
    'breaking',
    { after: { [`${HEADERS}/id`]: {}, [`${LEVEL}/headers/required`]: ['id'] } },
    { after: { [`${HEADERS}/id`]: {} } },
  ],
  'message-header-added-optional': [
    'compatible',
    { after: { [`${HEADERS}/id`]: {} } },
    { after: { [`${HEADERS}/trace/description`]: 'T' } },
  ],
  'message-header-removed': ['risky', { after: { [HEADERS]: {} } }, { after: { [`${HEADERS}/id`]: {} } }],
  'behaviour-changed': [
    'risky',
    { after: { [`${LEVEL}/x-behaviour`]: { update: 'merge' } } },
    { after: { [`${LEVEL}/x-note`]: { update: 'merge' } } },
  ],
  'security-required': [
    'breaking',
    { before: { '/servers/live/security': [] } },
    { after: { '/servers/live/security': [] } },
  ],
  'security-lifted': [
    'compatible',
    { after: { '/servers/live/security': [] } },
    { before: { '/servers/live/security': [] } },
  ],
  'security-scheme-changed': [
    'breaking',
    { after: { '/components/securitySchemes/key/name': 'x-other' } },
    { after: { '/components/securitySchemes/key/description': 'x-other' } },
  ],
  'server-added': [
    'compatible',
    { after: { '/servers/test': { host: 'b.example', protocol: 'wss' } } },
    { after: { '/servers/live/title': 'b' } },
  ],
  'server-removed': [
    'risky',
    { after: { '/servers/live': undefined } },
    { after: { '/servers/live/host': 'b.example' } },
  ],
  'server-moved': [
    'breaking',
    { after: { '/servers/live/host': 'b.example' } },
    { after: { '/servers/live/title': 'b.example' } },
  ],
  'version-changed': ['compatible', { after: { '/info/version': '2' } }, { after: { '/info/title': '2' } }],
}

function edited(document: JsonObject, edits: Edits = {}): JsonObject {
  const copy = structuredClone(document)
  for (const [pointer, value] of Object.entries(edits))
    put(copy, pointer.replace(/^\//, '').split('/').map(unescape), value)
  return copy
}

function unescape(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}

function put(target: Json | undefined, [head = '', ...rest]: readonly string[], value: Json | undefined): void {
  if (Array.isArray(target)) {
    const index = Number(head)
    if (rest.length > 0) put(target[index], rest, value)
    else if (value === undefined) target.splice(index, 1)
    else target[index] = value
  } else if (typeof target === 'object' && target !== null) {
    if (rest.length > 0) put((target[head] ??= {}), rest, value)
    else if (value === undefined) delete target[head]
    else target[head] = value
  }
}

const kinds = [
  { kind: 'openapi', base: OPENAPI, cases: openapiCases },
  { kind: 'asyncapi', base: ASYNCAPI, cases: asyncapiCases },
] as const

describe.each(kinds)('a change around the schemas of an $kind contract', ({ kind, base, cases }) => {
  const entries = Object.entries<Case>(cases)
  const contract = (edits?: Edits): Contract => ({ kind, document: edited(base, edits) })

  it.each(entries)('is reported as %s where it is one', (rule, [severity, { before, after }]) => {
    const changes = compareContracts(contract(before), contract(after), '2026-11-20')
    expect(changes).toContainEqual(expect.objectContaining({ rule, severity }))
  })

  it.each(entries)('is not reported as %s where it is another', (rule, [, , { before, after }]) => {
    const changes = compareContracts(contract(before), contract(after), '2026-11-20')
    expect(changes.map((change) => change.rule)).not.toContain(rule)
  })

  it('is none between a contract and itself', () => {
    expect(compareContracts(contract(), contract(), '2026-11-20')).toEqual([])
  })
})

describe('the comparison of contracts', () => {
  it('refuses two kinds', () => {
    expect(() =>
      compareContracts({ kind: 'openapi', document: OPENAPI }, { kind: 'asyncapi', document: ASYNCAPI }, '2026-11-20'),
    ).toThrow('An openapi contract cannot be compared with an asyncapi one.')
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
