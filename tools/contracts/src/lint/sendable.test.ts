import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { lintSendable } from './sendable.ts'

describe('the rule on what the clients can send', () => {
  const object: JsonObject = { type: 'object' }
  const server: JsonObject = { url: 'https://a.example' }
  const list: JsonObject = { type: 'array', items: { type: 'string' } }
  const found = (operation: JsonObject, method = 'post'): string[] =>
    lintSendable({ openapi: '3.1.0', servers: [server], paths: { '/a': { [method]: operation } } }, 'c.yaml').map(
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
    [
      'another server',
      { servers: [{ url: 'https://b.example' }] },
      '/post No server is one of the whole contract, and the clients send every operation to those.',
    ],
  ])('rejects %s', (_, operation, message) => {
    expect(found(operation)).toEqual([expect.stringContaining(message)])
  })

  it('rejects a GET with a body, which no fetch sends', () => {
    expect(found({ requestBody: { content: { 'application/json': {} } } }, 'get')).toEqual([
      '#/paths/~1a/get/requestBody A GET has a body, and fetch sends none with it. In the overlay, `remove: true` takes it out, or the operation that cannot do without it.',
    ])
  })

  it('rejects another server for a path', () => {
    const item = { servers: [{ url: 'https://b.example' }], get: {}, put: {} }
    expect(lintSendable({ paths: { '/a': item } }, 'c.yaml').map(({ at }) => at)).toEqual(['#/paths/~1a'])
  })

  it('rejects a method that is not sent', () => {
    expect(lintSendable({ paths: { '/a': { head: {} } } }, 'c.yaml')).toEqual([
      expect.objectContaining({
        at: '#/paths/~1a/head',
        message: expect.stringContaining(
          'The method is HEAD; the clients send GET, PUT, POST, DELETE, PATCH. In',
        ) as unknown,
      }),
    ])
  })

  it.each<[string, JsonObject]>([
    ['a list that repeats its name', one({ schema: list })],
    ['a list between commas', one({ explode: false, schema: list })],
    ['a single value, however lists are written', one({ explode: false, schema: { type: 'string' } })],
    ['JSON in a query', one({ content: { 'application/json': { schema: object } } })],
    ['a server of the contract beside another one', { servers: [{ url: 'https://b.example' }, server] }],
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
