import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { messagingOf } from './messages.ts'

const model = (document: JsonObject): ReturnType<typeof messagingOf> =>
  messagingOf({ asyncapi: '3.0.0', ...document }, 'derived')

describe('the address of a server', () => {
  it('holds the defaults of its variables, and leaves open what has none', () => {
    const variables = { region: { default: 'eu' }, port: { $ref: '#/components/serverVariables/port' } }
    const live = { protocol: 'wss', host: '{region}.example:{port}', pathname: '/{version}', variables }
    const components = { serverVariables: { port: { default: '443' } } }
    expect(model({ servers: { live }, components }).servers).toEqual([
      { id: 'live', url: 'wss://eu.example:443/{version}' },
    ])
  })
})

describe('a channel', () => {
  it('without an address has none', () => {
    expect(model({ channels: { a: { address: null }, b: { address: '/b' } } }).channels).toEqual([
      { id: 'a', messages: [] },
      { id: 'b', address: '/b', messages: [] },
    ])
  })
})

describe('a schema that says its language', () => {
  it('is the schema it holds', () => {
    const Level = { schemaFormat: 'application/schema+json;version=draft-07', schema: { type: 'string' } }
    expect(model({ components: { schemas: { Level } } }).schemas).toEqual({ Level: { type: 'string' } })
  })
})
