import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { upgraded } from './asyncapi2.ts'

const level = { $ref: '#/components/messages/level' }
const inChannel = (channel: string, message: string): JsonObject => ({
  $ref: `#/channels/${channel}/messages/${message}`,
})

describe('an AsyncAPI 2 document', () => {
  it('receives what it lets a client subscribe to, and sends what it lets it publish', () => {
    const books = {
      description: 'Books.',
      parameters: { id: { schema: {} } },
      subscribe: { operationId: 'onLevel', summary: 'Levels.', message: level },
      publish: { message: { name: 'ask-again', payload: {} } },
    }
    expect(upgraded({ asyncapi: '2.6.0', channels: { 'books/{id}': books } })).toEqual({
      asyncapi: '3.0.0',
      servers: {},
      channels: {
        booksId: {
          address: 'books/{id}',
          description: 'Books.',
          parameters: { id: { schema: {} } },
          messages: { level, askAgain: { name: 'ask-again', payload: {} } },
        },
      },
      operations: {
        onLevel: {
          summary: 'Levels.',
          action: 'receive',
          channel: { $ref: '#/channels/booksId' },
          messages: [inChannel('booksId', 'level')],
        },
        sendBooksId: {
          action: 'send',
          channel: { $ref: '#/channels/booksId' },
          messages: [inChannel('booksId', 'askAgain')],
        },
      },
    })
  })

  it('has every message of a choice once, those without a name numbered', () => {
    const message = { oneOf: [level, { payload: {} }, { payload: { type: 'string' } }] }
    const { channels, operations } = upgraded({
      asyncapi: '2.6.0',
      channels: { a: { subscribe: { message }, publish: { message: level } } },
    }) as { channels: { a: { messages: JsonObject } }; operations: { [id: string]: { messages: JsonObject[] } } }
    expect(Object.keys(channels.a.messages)).toEqual(['level', 'receiveA2', 'receiveA3'])
    expect(operations['sendA']?.messages).toEqual([inChannel('a', 'level')])
  })

  it('keeps channels apart whose addresses make the same name', () => {
    const { channels } = upgraded({ asyncapi: '2.6.0', channels: { 'books/a': {}, 'books-a': {} } })
    expect(channels).toMatchObject({ booksA: { address: 'books/a' }, booksA2: { address: 'books-a' } })
  })

  it.each([
    ['wss://a.example:1/base', { protocol: 'wss', host: 'a.example:1', pathname: '/base' }],
    ['{region}.example', { protocol: 'ws', host: '{region}.example' }],
  ])('has the server %s in parts', (url, parts) => {
    expect(upgraded({ asyncapi: '2.6.0', servers: { live: { url, protocol: 'ws' } } })['servers']).toEqual({
      live: parts,
    })
  })
})

it('leaves an AsyncAPI 3 document as it is', () => {
  const document = { asyncapi: '3.0.0', channels: {} }
  expect(upgraded(document)).toBe(document)
})

it('what was moved is found where it was written', () => {
  const moved = new Map<string, string>()
  const document = {
    asyncapi: '2.6.0',
    channels: {
      'user/more': { subscribe: { operationId: 'on', message: { name: 'One', payload: {} } } },
      c: { publish: { message: { oneOf: [{ name: 'Two' }, { name: 'Three' }] } } },
    },
  }
  upgraded(document, moved)
  expect(Object.fromEntries(moved)).toEqual({
    '/channels/userMore': '/channels/user~1more',
    '/channels/userMore/messages/one': '/channels/user~1more/subscribe/message',
    '/operations/on': '/channels/user~1more/subscribe',
    '/channels/c': '/channels/c',
    '/channels/c/messages/two': '/channels/c/publish/message/oneOf/0',
    '/channels/c/messages/three': '/channels/c/publish/message/oneOf/1',
    '/operations/sendC': '/channels/c/publish',
  })
})
