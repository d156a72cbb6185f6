import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { lintPaging } from './paging.ts'

const list: JsonObject = { type: 'array', items: { type: 'string' } }
const page = (members: JsonObject): JsonObject => ({ type: 'object', properties: members })
const cursorPage = page({ data: list, pagination: page({ next_cursor: { type: 'string' } }) })
const query = (...names: string[]): Json[] => names.map((name) => ({ name, in: 'query' }))

// A refusal may look like a page; it is none.
const refusal = { content: { 'application/json': { schema: cursorPage } } }

function faults(
  paged: string,
  parameters: Json[],
  schema: JsonObject,
  shared: Json[] = [],
  type = 'application/json',
): string[] {
  const responses = { 200: { content: { [type]: { schema } } }, 400: refusal }
  const operation = { 'x-behaviour': { page: paged }, parameters, responses }
  const Loop = { oneOf: [{ $ref: '#/components/schemas/Loop' }, cursorPage] }
  const components = { schemas: { Page: cursorPage, Loop }, parameters: { Cursor: { name: 'cursor', in: 'query' } } }
  const paths = { '/a': { parameters: shared, get: operation } }
  return lintPaging({ paths, components }, 'c.yaml').map(({ severity, at, message }) => `${severity} ${at} ${message}`)
}

const missed = (what: string, paged: string): string =>
  `error #/paths/~1a/get GET /a ${what}, and x-behaviour.page is ${paged}: the clients page by nothing else, so they would miss rows. With page: none it is called page by page.`

describe('the paging rule', () => {
  it.each<[string, Json[], JsonObject, Json[]?]>([
    ['none', query('skip', 'size'), page({ data: list })],
    ['none', query('cursor'), page({ items: list, next_cursor: { type: 'string' } })],
    ['none', query('cursor'), page({ data: list, next_cursor: { type: 'string' } })],
    ['cursor', query('limit', 'cursor'), cursorPage],
    ['cursor', [{ $ref: '#/components/parameters/Cursor' }], { $ref: '#/components/schemas/Page' }],
    ['cursor', [], { oneOf: [list, { allOf: [{ $ref: '#/components/schemas/Page' }] }] }, query('cursor')],
    ['cursor', query('cursor'), { oneOf: [page({ pagination: page({}) }), cursorPage] }],
    ['cursor', query('cursor'), { $ref: '#/components/schemas/Loop' }],
    ['offset', query('skip', 'size'), page({ data: list })],
  ])('accepts a page by %s with %j', (paged, parameters, schema, shared) => {
    expect(faults(paged, parameters, schema, shared)).toEqual([])
  })

  it('finds the page of an operation that answers everything alike', () => {
    const answer = { content: { 'application/json': { schema: page({ data: list }) } } }
    const operation = { 'x-behaviour': { page: 'offset' }, parameters: query('skip', 'size') }
    expect(
      lintPaging({ paths: { '/a': { get: { ...operation, responses: { default: answer } } } } }, 'c.yaml'),
    ).toEqual([])
  })

  it.each<[string, Json[], JsonObject, string]>([
    [
      'cursor',
      query('cursor'),
      page({ orders: list, pagination: page({ next_cursor: {} }) }),
      'answers no list under data',
    ],
    [
      'cursor',
      query('cursor'),
      page({ data: page({}), pagination: page({ next_cursor: {} }) }),
      'answers no list under data',
    ],
    [
      'cursor',
      query('cursor'),
      page({ data: list, pagination: page({ next: {} }) }),
      'answers no pagination.next_cursor',
    ],
    ['offset', query('offset', 'size'), page({ data: list }), 'takes no skip in the query'],
    ['offset', query('skip', 'limit'), page({ data: list }), 'takes no size in the query'],
    ['offset', query('skip', 'size'), list, 'answers no list under data'],
  ])('rejects a page by %s with %j and %j', (paged, parameters, schema, what) => {
    expect(faults(paged, parameters, schema)).toEqual([missed(what, paged)])
  })

  // What it is called is an open question (R2), and the CeFi client can be told.
  it.each([[query('page_token')], [[{ name: 'cursor', in: 'header' }]]])(
    'warns of a cursor under another name, as %j',
    (parameters) => {
      expect(faults('cursor', parameters, cursorPage)).toEqual([
        'warning #/paths/~1a/get GET /a takes no cursor in the query, and x-behaviour.page is cursor: where it has another name, whoever iterates has to say it (cursorParam), or gets the first page again.',
      ])
    },
  )

  it.each([query('cursor'), [{ $ref: '#/components/parameters/Cursor' }]])(
    'rejects a cursor of what is not paged, as %j',
    (...parameters) => {
      expect(faults('none', parameters, cursorPage)).toEqual([
        'error #/paths/~1a/get GET /a takes a cursor, and x-behaviour.page is none; say page: cursor in the overlay, so that the client can iterate.',
      ])
      expect(faults('none', [], cursorPage, parameters)).toHaveLength(1)
    },
  )

  it('looks for a page in JSON, which is what the clients read', () => {
    expect(faults('cursor', query('cursor'), cursorPage, [], 'text/csv')).toHaveLength(2)
  })

  it('leaves what says nothing of its behaviour to the rule for that', () => {
    expect(lintPaging({ paths: { '/a': { get: { parameters: query('cursor') } } } }, 'c.yaml')).toEqual([])
  })
})
