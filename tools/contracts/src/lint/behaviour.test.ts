import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { lintBehaviour } from './behaviour.ts'

const behaviour = { auth: 'none', retry: 'safe', page: 'none' }

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
    ['hmac', [{ key: [] }]],
  ])('accepts %s where the contract asks for one of %j', (auth, security) => {
    expect(asking(auth, security)).toEqual([])
  })

  it('warns of credentials where the contract says that it asks for none', () => {
    for (const security of [[], [{}]])
      expect(asking('bearer', security)).toEqual([
        'GET /a takes no credentials, and x-behaviour.auth is bearer, so the client presents some; correct the overlay where they are not needed.',
      ])
    expect(lintBehaviour(openapi({ 'x-behaviour': { ...behaviour, auth: 'hmac' } }), 'openapi', 'c.yaml')).toEqual([])
    const lifted = { ...openapi({ 'x-behaviour': { ...behaviour, auth: 'hmac' } }), security: [] }
    expect(lintBehaviour(lifted, 'openapi', 'c.yaml')).toMatchObject([{ severity: 'warning', at: '#/paths/~1a/get' }])
  })

  it.each<[string, JsonObject[], string]>([
    ['none', [{ jwt: [] }], 'bearer'],
    ['bearer', [{ mtls: [] }, { key: [] }], 'mutualTLS or apiKey'],
    ['bearer', [{ jwt: [], mtls: [] }], 'bearer with mutualTLS'],
    ['hmac', [{ jwt: [] }], 'bearer'],
  ])('rejects %s where the contract asks for one of %j', (auth, security, asked) => {
    expect(asking(auth, security)).toEqual([
      `GET /a takes ${asked}, and x-behaviour.auth is ${auth}; correct the overlay, or the client is refused. Where it has no such credentials, \`remove: true\` takes the operation out.`,
    ])
  })

  it('asks AsyncAPI operations and messages as well, those in a channel too, and no reference to one', () => {
    const messages = { level: {}, again: { $ref: '#/components/messages/level' } }
    const channels = { 'v/1': { messages: { trade: {}, level: { $ref: '#/components/messages/level' } } } }
    const document = { operations: { receive: {} }, channels, components: { messages } }
    expect(lintBehaviour(document, 'asyncapi', 'c.yaml').map(({ at }) => at)).toEqual([
      '#/operations/receive',
      '#/components/messages/level',
      '#/channels/v~11/messages/trade',
    ])
  })
})
