import type { HttpApi } from '../src/api.ts'
import { readSocketContract } from '../src/contract/asyncapi.ts'
import type { Contracts } from '../src/contract/contracts.ts'
import { readHttpContract } from '../src/contract/openapi.ts'
import type { Json } from '../src/json.ts'
import type { HttpAnswer, HttpExchange, SocketExchange } from '../src/record/exchange.ts'

/** A contract small enough to read at once, with one of everything the audit looks at. */
const bookshop: Json = {
  openapi: '3.1.0',
  paths: {
    '/books': {
      post: {
        operationId: 'createBook',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewBook' } } } },
        responses: {
          '201': {
            headers: { 'X-Shelf': { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } },
          },
          '400': { $ref: '#/components/responses/Refused' },
        },
      },
    },
    '/books/best': {
      get: {
        operationId: 'listBest',
        responses: { '200': { content: { 'application/json': { schema: versioned() } } } },
      },
    },
    '/books/{id}': {
      get: {
        operationId: 'getBook',
        responses: {
          '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } },
          '404': { $ref: '#/components/responses/Refused' },
        },
      },
    },
  },
  components: {
    responses: {
      Refused: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
    },
    schemas: {
      NewBook: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
      Book: {
        allOf: [{ $ref: '#/components/schemas/NewBook' }],
        type: 'object',
        required: ['id', 'title'],
        properties: {
          id: { type: 'string' },
          binding: { type: 'string', enum: ['paper', 'cloth'] },
          price: { type: ['string', 'null'], pattern: '^[0-9.]+$' },
          printed: { oneOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
          tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' } },
          extra: { type: 'object' },
        },
      },
      Tag: { type: 'object', properties: { name: { type: 'string' } } },
      BookList: { type: 'array', items: { $ref: '#/components/schemas/Book' } },
      BookPage: { type: 'object', required: ['data'], properties: { data: { $ref: '#/components/schemas/BookList' } } },
      Refusal: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
    },
  },
}

function versioned(): Json {
  return {
    anyOf: [{ $ref: '#/components/schemas/BookPage' }, { $ref: '#/components/schemas/BookList' }],
    'x-truex-version-schemas': {
      v2026_01_23: '#/components/schemas/BookPage',
      v2024_01_01: { type: 'array', items: { $ref: '#/components/schemas/Book' } },
    },
  }
}

const ticker: Json = {
  asyncapi: '3.0.0',
  channels: {
    v1: {
      messages: {
        subscription: { $ref: '#/components/messages/subscription' },
        price: { $ref: '#/components/messages/price' },
        done: { $ref: '#/components/messages/done' },
      },
    },
  },
  operations: {
    send: { action: 'send', messages: [{ $ref: '#/channels/v1/messages/subscription' }] },
    receive: { action: 'receive', messages: [{ $ref: '#/channels/v1/messages/price' }] },
    receiveDone: { action: 'receive', messages: [{ $ref: '#/channels/v1/messages/done' }] },
  },
  components: {
    messages: {
      subscription: { payload: { type: 'object', required: ['type'], properties: { type: { const: 'SUBSCRIBE' } } } },
      price: { payload: { $ref: '#/components/schemas/Price' } },
      done: {
        payload: {
          type: 'object',
          required: ['channel', 'update'],
          properties: { channel: { enum: ['PRICE'] }, update: { const: 'DONE' } },
        },
      },
    },
    schemas: {
      Price: {
        type: 'object',
        required: ['channel', 'update'],
        properties: {
          channel: { const: 'PRICE' },
          update: { enum: ['SNAPSHOT', 'UPDATE'] },
          data: { type: 'object', properties: { price: { type: 'string' } } },
        },
      },
    },
  },
}

export const shop = readHttpContract('gateway', bookshop)
export const tape = readSocketContract(ticker)

export const contracts: Contracts = {
  http: {
    auth: readHttpContract('auth', bookshop),
    gateway: shop,
    'cefi-rest': readHttpContract('cefi-rest', bookshop),
  },
  socket: tape,
}

export const fakeTarget = {
  slowness: 1,
  answers: {},
  rest: () => Promise.resolve(),
  defects: () => [] as string[],
  name: 'sandbox' as const,
  bases: { auth: ['/auth'], gateway: ['/shop'], 'cefi-rest': ['/cefi'] },
}

export const goodBook = {
  id: '7',
  title: 'Ice',
  binding: 'paper',
  price: '9.5',
  tags: [{ name: 'new' }],
  extra: { any: 1 },
}

const json = { 'content-type': 'application/json' }

export function answer(status: number, body: unknown, headers: Record<string, string> = json): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

type Parts = Partial<Pick<HttpExchange, 'method' | 'requestHeaders' | 'requestBody'>> & { path?: string; api?: HttpApi }

export function exchange(
  response: HttpAnswer,
  { path = '/books/7', api = 'gateway', ...parts }: Parts = {},
): HttpExchange {
  return {
    kind: 'http',
    api,
    method: 'GET',
    url: `http://127.0.0.1:1/shop${path}`,
    requestHeaders: {},
    requestBody: null,
    at: 0,
    durationMs: 1,
    response,
    ...parts,
  }
}

export function received(...frames: unknown[]): SocketExchange {
  const text = (frame: unknown) => (typeof frame === 'string' ? frame : JSON.stringify(frame))
  return {
    kind: 'socket',
    api: 'cefi-ws',
    url: 'ws://127.0.0.1:1/tape',
    at: 0,
    frames: frames.map((frame) => ({ direction: 'received', text: text(frame), at: 0 })),
    closed: { code: 1000, reason: '' },
  }
}
