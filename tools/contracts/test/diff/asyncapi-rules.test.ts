// Every rule around the schemas of AsyncAPI, by example.
import { describe, expect, it } from 'vitest'
import { compareContracts } from '../../src/diff/compare.ts'
import type { asyncapiRules } from '../../src/diff/structure-rules.ts'
import type { JsonObject } from '../../src/json.ts'
import { componentCases } from './component-cases.ts'
import { type Case, edited, testRules } from './structure-case.ts'

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
const text: JsonObject = { type: 'string' }
const used = (name: string): { [pointer: string]: JsonObject } => ({
  [`${LEVEL}/payload`]: { $ref: `#/components/schemas/${name}` },
})
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
  'channel-servers-changed': [
    'risky',
    { after: { '/channels/book/servers': [{ $ref: '#/servers/live' }] } },
    { after: { '/channels/book/tags': [{ name: 'live' }] } },
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
  'channel-parameter-changed': [
    'risky',
    { after: { '/channels/book/parameters/symbol/enum': ['BTC'] } },
    { after: { '/channels/book/parameters/symbol/description': 'BTC' } },
  ],
  'operation-channel-changed': [
    'breaking',
    { after: { '/operations/ask/channel': { $ref: '#/channels/news' } } },
    { after: { '/operations/ask/title': 'news' } },
  ],
  'bindings-changed': [
    'risky',
    { after: { '/channels/book/bindings': { ws: { query: { required: ['token'] } } } } },
    { after: { '/channels/book/x-bindings': {} } },
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
  'operation-reply-changed': [
    'risky',
    { after: { '/operations/ask/reply': { channel: { $ref: '#/channels/book' } } } },
    { after: { '/operations/ask/tags': [{ name: 'book' }] } },
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
  'message-correlation-changed': [
    'risky',
    { after: { [`${LEVEL}/correlationId`]: { location: '$message.payload#/id' } } },
    { after: { [`${LEVEL}/correlationId`]: { description: 'id' } } },
  ],
  'message-content-type-changed': [
    'breaking',
    { after: { defaultContentType: 'application/cbor' } },
    { after: { [`${LEVEL}/contentType`]: 'application/json' } },
  ],
  'payload-format-changed': [
    'breaking',
    { after: { [`${LEVEL}/payload`]: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: {} } } },
    { after: { [`${LEVEL}/payload`]: { schemaFormat: 'application/schema+json', schema: { type: 'object' } } } },
  ],
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
  'security-alternative-added': [
    'compatible',
    { after: { '/servers/live/security/1': { $ref: '#/components/securitySchemes/key' } } },
    { before: { '/servers/live/security': [] } },
  ],
  'security-alternative-removed': [
    'breaking',
    { after: { '/servers/live/security/0': { $ref: '#/components/securitySchemes/key' } } },
    { after: { '/servers/live/security/1': { $ref: '#/components/securitySchemes/key' } } },
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
  'server-sunset-changed': [
    'risky',
    { after: { '/servers/live/x-sunset': '2027-01-01' } },
    { after: { '/servers/live/x-note': '2027-01-01' } },
  ],
  'server-described-anew': [
    'compatible',
    { after: { '/servers/live/description': 'Live' } },
    { after: { '/servers/live/tags': [{ name: 'Live' }] } },
  ],
  'server-variables-changed': [
    'risky',
    { after: { '/servers/live/variables': { port: { default: '8443' } } } },
    { after: { '/servers/live/title': 'b' } },
  ],
  'server-moved': [
    'breaking',
    { after: { '/servers/live/host': 'b.example' } },
    { after: { '/servers/live/title': 'b.example' } },
  ],
  ...componentCases(used),
}

testRules('asyncapi', ASYNCAPI, asyncapiCases)

describe('the comparison of messages', () => {
  const rulesBetween = (before: JsonObject, after: JsonObject): string[] =>
    compareContracts({ kind: 'asyncapi', document: before }, { kind: 'asyncapi', document: after }, '2026-11-20').map(
      ({ at, rule }) => `${at} ${rule}`,
    )

  it('compares headers as the object they are, in the direction of the message', () => {
    const required: JsonObject = { type: 'object', properties: { id: text }, required: ['id'] }
    const asked = edited(ASYNCAPI, { '/components/messages/ask/headers': required })
    expect(rulesBetween(ASYNCAPI, asked)).toEqual(['sent message ask headers.id sent/property-added-required'])
    const heard = edited(ASYNCAPI, { '/components/messages/trade/headers': required })
    expect(rulesBetween(ASYNCAPI, heard)).toEqual([
      'received message trade headers.id received/property-added-required',
    ])
    expect(rulesBetween(heard, ASYNCAPI)).toEqual(['received message trade headers.id received/property-removed'])
  })

  it('tells that a message says nothing of its payload any more', () => {
    const silent = edited(ASYNCAPI, { [`${LEVEL}/payload`]: undefined })
    expect(rulesBetween(ASYNCAPI, silent)).toEqual(['received message level received/type-widened'])
  })

  it('knows a message again that travels in one operation more, where others have its name', () => {
    const other = { ...second, messages: [{ $ref: '#/components/messages/other' }] }
    const named = edited(ASYNCAPI, {
      '/components/messages/ask/name': 'quote',
      '/components/messages/other': { name: 'quote', payload: text },
      '/operations/offer': other,
    })
    const again = edited(named, {
      '/operations/repeat': { action: 'send', messages: [{ $ref: '#/components/messages/ask' }] },
    })
    expect(rulesBetween(named, again)).toEqual(['operation repeat operation-added'])
  })

  it('knows an operation behind a reference, and what travels in it', () => {
    const referring = (action: string, payload: JsonObject): JsonObject =>
      edited(ASYNCAPI, {
        '/operations/offer': { $ref: '#/components/operations/offer' },
        '/components/operations': { offer: { action, messages: [{ $ref: '#/components/messages/offer' }] } },
        '/components/messages/offer': { payload },
      })
    const before = referring('send', text)
    expect(rulesBetween(before, referring('send', { type: 'integer' }))).toEqual([
      'sent message offer sent/type-changed',
    ])
    expect(rulesBetween(before, referring('receive', text))).toContain('operation offer operation-turned-round')
    expect(rulesBetween(before, edited(ASYNCAPI))).toContain('operation offer operation-removed')
  })

  it('looks for where a reply goes behind references', () => {
    const replying = (location: string): JsonObject =>
      edited(ASYNCAPI, {
        '/operations/ask/reply': { $ref: '#/components/replies/A' },
        '/components/replies': { A: { address: { $ref: '#/components/replyAddresses/A' } } },
        '/components/replyAddresses': { A: { location } },
      })
    const [one, other] = [replying('$message.header#/to'), replying('$message.payload#/to')]
    expect(rulesBetween(one, other)).toEqual(['operation ask operation-reply-changed'])
    expect(rulesBetween(one, one)).toEqual([])
  })

  it('takes a scheme that is written out, or only has another name, for the same', () => {
    const named = edited(ASYNCAPI, { '/servers/live/security': [{ $ref: '#/components/securitySchemes/key' }] })
    const written = edited(ASYNCAPI, { '/servers/live/security': [{ type: 'httpApiKey', in: 'query', name: 'x-key' }] })
    const renamed = edited(ASYNCAPI, {
      '/servers/live/security': [{ $ref: '#/components/securitySchemes/apiKey' }],
      '/components/securitySchemes': { apiKey: { type: 'httpApiKey', in: 'query', name: 'x-key' } },
    })
    expect([...rulesBetween(named, written), ...rulesBetween(written, named), ...rulesBetween(named, renamed)]).toEqual(
      [],
    )
  })

  it('tells a new parameter of an address as nothing but that', () => {
    const more = edited(ASYNCAPI, { '/channels/book/parameters/depth': { enum: ['10'] } })
    expect(rulesBetween(ASYNCAPI, more)).toEqual(['channel book depth channel-parameter-added'])
    expect(rulesBetween(more, ASYNCAPI)).toEqual(['channel book depth channel-parameter-removed'])
  })

  it('takes a reply for what comes back', () => {
    const contract = (type: string): JsonObject =>
      edited(ASYNCAPI, {
        '/components/messages/answer': { payload: { type } },
        '/operations/ask/reply': { messages: [{ $ref: '#/components/messages/answer' }] },
      })
    expect(rulesBetween(contract('integer'), contract('number'))).toEqual([
      'received message answer received/type-widened',
    ])
  })

  it('keeps messages of one name apart', () => {
    const contract = (type: string): JsonObject =>
      edited(ASYNCAPI, {
        '/channels/news/messages': { ask: { payload: { type } } },
        '/operations/more': { action: 'send', channel: { $ref: '#/channels/news' } },
      })
    expect(rulesBetween(contract('string'), contract('integer'))).toEqual([
      'sent message ask of more sent/type-changed',
    ])
  })
})
