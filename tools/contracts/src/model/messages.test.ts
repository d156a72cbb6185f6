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
      { id: 'a', parameters: [], messages: [] },
      { id: 'b', address: '/b', parameters: [], messages: [] },
    ])
  })
})

describe('the parameters of an address', () => {
  it('are limited as either version of AsyncAPI says it', () => {
    const parameters = {
      a: { description: 'A.', enum: ['x', 'y'], default: 'x' },
      b: { $ref: '#/components/parameters/b' },
      c: {},
    }
    const components = { parameters: { b: { schema: { type: 'integer', enum: [5, 10], default: 5 } } } }
    expect(model({ channels: { one: { address: '/{a}/{b}/{c}', parameters } }, components }).channels).toMatchObject([
      {
        parameters: [
          { name: 'a', description: 'A.', values: ['x', 'y'], default: 'x' },
          { name: 'b', values: ['5', '10'], default: '5' },
          { name: 'c', values: [] },
        ],
      },
    ])
  })
})

describe('a message', () => {
  it('has the name that it has in its channel, whatever signs are in it', () => {
    const messages = { 'a/b': { payload: {} } }
    const channel = { $ref: '#/channels/c' }
    const listed = { action: 'receive', channel, messages: [{ $ref: '#/channels/c/messages/a~1b' }] }
    const found = model({
      channels: { c: { messages } },
      operations: { listed, whole: { action: 'receive', channel } },
    })
    expect(found.messages).toMatchObject([{ name: 'a/b', operations: ['listed', 'whole'] }])
  })
})

describe('the headers of a message', () => {
  const named = { properties: { side: { type: 'string', enum: ['buy', 'sell'] } } }
  const talking = (action: string, headers: JsonObject): JsonObject => ({
    channels: { c: { messages: { m: { headers, payload: {} } } } },
    operations: { o: { action, channel: { $ref: '#/channels/c' } } },
    components: { schemas: { Named: named } },
  })

  it('are a schema with a name, and read as the message travels', () => {
    const { messages, schemas } = model(talking('receive', named))
    expect(messages).toMatchObject([{ name: 'm', payload: 'M', headers: 'MHeaders' }])
    expect(schemas['MHeaders']).toMatchObject({ properties: { side: { anyOf: [{ enum: ['buy', 'sell'] }, {}] } } })
    expect(model(talking('send', named)).schemas['MHeaders']).toMatchObject(named)
  })

  it('may be a component', () => {
    expect(model(talking('receive', { $ref: '#/components/schemas/Named' })).messages).toMatchObject([
      { headers: 'Named' },
    ])
  })
})

describe('a schema that says its language', () => {
  it('is the schema it holds', () => {
    const Level = { schemaFormat: 'application/schema+json;version=draft-07', schema: { type: 'string' } }
    expect(model({ components: { schemas: { Level } } }).schemas).toEqual({ Level: { type: 'string' } })
  })
})
