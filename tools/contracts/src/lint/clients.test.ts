// What the clients of the family cannot do, or call otherwise, is told by lint and not by a customer.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { type Project, projects } from '../projects.ts'
import { lintAmounts } from './amounts.ts'
import { lintFrames } from './frames.ts'
import { lintNames } from './names.ts'
import { lintReceivable } from './receivable.ts'

describe('the rule on what the clients can read', () => {
  const found = (responses: JsonObject): string[] =>
    lintReceivable({ openapi: '3.1.0', paths: { '/a': { get: { responses } } } }, 'c.yaml').map(
      ({ at, message }) => `${at} ${message}`,
    )
  const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } })

  it.each<[string, JsonObject, string]>([
    [
      'a text',
      { 200: { content: { 'text/csv': {} } } },
      '#/paths/~1a/get/responses/200 The answer is text/csv; the clients read JSON.',
    ],
    ['lines of JSON', { 200: { content: { 'application/json-seq': {} } } }, 'The answer is application/json-seq'],
    [
      'a bare text in JSON',
      { 201: json({ type: 'string' }) },
      'The answer is string; the clients read objects and lists.',
    ],
    ['a bare number or nothing', { '2XX': json({ type: ['integer', 'null'] }) }, 'The answer is integer or null'],
    [
      'no body with 201 beside one with 200',
      { 200: json({}), 201: { description: 'Done.' } },
      'The answer 201 has no body, and another success has one; the clients take none beside it with 202 and 204 only.',
    ],
    ['a text to everything', { default: { content: { 'text/plain': {} } } }, 'The answer is text/plain'],
  ])('rejects %s', (_, responses, message) => {
    expect(found(responses)).toEqual([expect.stringContaining(message)])
  })

  it.each<[string, JsonObject]>([
    ['an object', { 200: json({ properties: {} }) }],
    ['a list of texts', { 200: json({ type: 'array', items: { type: 'string' } }) }],
    ['what may be an object', { 200: json({ anyOf: [{ type: 'object' }, { type: 'null' }] }) }],
    ['JSON beside a text', { 200: { content: { 'text/csv': {}, 'Application/JSON; charset=utf-8': {} } } }],
    ['no body with 204', { 204: {} }],
    ['no body with anything', { default: { description: 'Done.' } }],
    ['no body with any success', { 200: {}, '2XX': {}, 400: json({}) }],
    ['no body with 204 beside one with 200', { 200: json({}), 204: {} }],
    [
      'a refusal of any kind',
      { 204: {}, 400: { content: { 'text/html': {} } }, default: { content: { 'text/plain': {} } } },
    ],
  ])('accepts %s', (_, responses) => {
    expect(found(responses)).toEqual([])
  })
})

describe('the rule on amounts', () => {
  const found = (schema: JsonObject): string[] =>
    lintAmounts({ paths: {}, components: { schemas: { A: { properties: { fee: schema } } } } }, 'c.yaml').map(
      ({ severity, at }) => `${severity} ${at}`,
    )

  it("warns of a message's integer of 64 bits, which the stream client reads as a number", () => {
    const schemas = { A: { type: 'integer', format: 'int64' }, B: { type: 'integer' } }
    const at = (document: JsonObject): string[] => lintAmounts(document, 'c.yaml').map((finding) => finding.at)
    expect(at({ asyncapi: '3.0.0', components: { schemas } })).toEqual(['#/components/schemas/A'])
    expect(at({ openapi: '3.1.0', components: { schemas } })).toEqual([])
  })

  it.each<[string, JsonObject]>([
    ['a number', { type: 'number' }],
    ['a number or nothing', { type: ['number', 'null'], format: 'double' }],
  ])('warns of %s', (_, schema) => {
    expect(found(schema)).toEqual(['warning #/components/schemas/A/properties/fee'])
  })

  it.each<[string, JsonObject]>([
    ['a text', { type: 'string' }],
    ['a count', { type: 'integer' }],
    ['a number that is said to be no amount', { type: 'number', 'x-own-choice': 'A share of the screen.' }],
  ])('has nothing against %s', (_, schema) => {
    expect(found(schema)).toEqual([])
  })
})

describe('the rule on what travels over the stream', () => {
  const found = (message: JsonObject, more: JsonObject = {}): string[] =>
    lintFrames({ ...more, channels: { c: { messages: { m: message } } } }, 'c.yaml').map(
      ({ at, message: said }) => `${at} ${said}`,
    )
  const binary = { defaultContentType: 'application/octet-stream' }

  it('rejects what is no JSON, by itself or as everything', () => {
    const fault = '#/channels/c/messages/m The message is application/octet-stream; the clients write and read JSON.'
    expect(found({ contentType: 'application/octet-stream' })).toEqual([fault])
    expect(found({}, binary)).toEqual([fault])
  })

  it('accepts JSON, and what says nothing', () => {
    expect([...found({}), ...found({ contentType: 'application/vnd.x+json' }, binary)]).toEqual([])
  })

  it('rejects channels at several addresses, and takes several at one', () => {
    const at = (...addresses: string[]): string[] => {
      const channels = Object.fromEntries(addresses.map((address, index) => [`c${index}`, { address }]))
      return lintFrames({ channels }, 'c.yaml').map((finding) => `${finding.at} ${finding.message}`)
    }
    const fault = (channel: string, address: string): string =>
      `#/channels/${channel} The channel is at ${address}, and another is elsewhere; the clients have one socket. In the overlay, \`remove: true\` takes it out, or the operation that cannot do without it.`
    expect(at('/v1', '/v2')).toEqual([fault('c0', '/v1'), fault('c1', '/v2')])
    expect(at('/v1', '/v1')).toEqual([])
  })

  it('finds the address of a channel that stands among the components', () => {
    const channels = { a: { $ref: '#/components/channels/A' }, b: { address: '/v1' } }
    const found = (address: string) => lintFrames({ channels, components: { channels: { A: { address } } } }, 'c.yaml')
    expect([found('/v1').length, found('/v2').length]).toEqual([0, 2])
  })
})

describe('the rule on names', () => {
  const get = (operationId: string): JsonObject => ({ get: { operationId } })
  const found = (...ids: string[]): string[] =>
    lintNames(
      { paths: Object.fromEntries(ids.map((id, index) => [`/${index}`, get(id)])) },
      ['placeOrder'],
      'c.yaml',
    ).map(({ at, message }) => `${at} ${message}`)

  it('rejects an operation called like a helper of the client, and says what to do', () => {
    expect(found('place-order')).toEqual([
      '#/paths/~10/get A helper of the client and GET /0 are both called placeOrder; pin another name with x-sdk-name in the overlay.',
    ])
  })

  it('rejects two operations of one name, also where only case tells them apart', () => {
    expect(found('getURL', 'get-Url')).toEqual([
      expect.stringContaining('#/paths/~11/get GET /0 and GET /1 are both called'),
    ])
  })

  it('takes a name that is pinned', () => {
    const pinned = { paths: { '/a': { get: { operationId: 'placeOrder', 'x-sdk-name': 'postOrder' } } } }
    expect(lintNames(pinned, ['placeOrder'], 'c.yaml')).toEqual([])
  })

  it.each(projects.filter(({ kind }) => kind === 'openapi'))('knows what the client of $api has', (project) => {
    expect([...project.members].sort()).toEqual(membersOf(project))
  })
})

/** The members that the hand-written interface of a client declares itself. */
function membersOf({ api, prefix }: Project): string[] {
  const folder = join(import.meta.dirname, '../../../../packages', api, 'src')
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const declared = files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ES2022)
    return source.statements.filter(ts.isInterfaceDeclaration).filter(({ name }) => name.text === `${prefix}Client`)
  })
  return declared
    .flatMap(({ members }) => [...members])
    .map(({ name }) => (name !== undefined && ts.isIdentifier(name) ? name.text : 'a member without a name'))
    .sort()
}
