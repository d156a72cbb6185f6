// What the comparison takes for the same body, answer or schema.
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { B, changesBetween, JSON_BODY, OK, OPENAPI, Q, rulesBetween, text } from './openapi-document.ts'
import { edited } from './structure-case.ts'

describe('the comparison of what is sent and answered', () => {
  it('looks at what stands for an answer that has none of its own', () => {
    const answers = (...statuses: string[]): JsonObject =>
      edited(OPENAPI, {
        [`${B}/responses`]: Object.fromEntries(
          statuses.map((status) => [
            status,
            {
              content: {
                'application/json': { schema: { type: ['404', '200'].includes(status) ? 'object' : 'array' } },
              },
            },
          ]),
        ),
      })
    expect(changesBetween(answers('404'), answers('4XX'))).toEqual([
      'GET /b 404 received/type-changed',
      'GET /b 404 refusal-removed',
      'GET /b 4XX refusal-added',
    ])
    expect(changesBetween(answers('default'), answers('404', 'default'))).toContain('GET /b 404 received/type-changed')
    expect(changesBetween(answers('200'), answers('2XX'))).toEqual([
      'GET /b 200 received/type-changed',
      'GET /b 200 success-removed',
      'GET /b 2XX success-added',
    ])
    expect(changesBetween(answers('404', '200'), answers('404'))).toEqual(['GET /b 200 success-removed'])
    expect(changesBetween(answers('default'), answers('200', 'default'))).toEqual(['GET /b 200 success-added'])
  })

  it('compares what is JSON under another name', () => {
    const answer = (type: string, schema: JsonObject): JsonObject =>
      edited(OPENAPI, { [`${OK}/content`]: { [type]: { schema } } })
    expect(changesBetween(answer('application/json', text), answer('application/vnd.a+json', {}))).toEqual([
      'POST /a 200 answer-media-type-removed',
      'POST /a 200 received/type-widened',
      'POST /a 200 answer-media-type-added',
    ])
  })

  it('compares nothing where JSON takes the place of another type', () => {
    const answer = (type: string, schema: JsonObject): JsonObject =>
      edited(OPENAPI, { [`${OK}/content`]: { [type]: { schema } } })
    expect(changesBetween(answer('text/plain', text), answer('application/json', {}))).toEqual([
      'POST /a 200 answer-media-type-removed',
      'POST /a 200 answer-media-type-added',
    ])
  })

  it('takes an answer without a schema for one that may be anything', () => {
    const silent = edited(OPENAPI, { [`${OK}/content/application~1json`]: {} })
    expect(changesBetween(OPENAPI, silent)).toEqual(['POST /a 200 received/type-widened'])
    expect(changesBetween(silent, OPENAPI)).toEqual(['POST /a 200 received/type-narrowed'])
    expect(changesBetween(silent, silent)).toEqual([])
  })

  it('finds nothing where OpenAPI 3.1 says what 3.0 said', () => {
    const contract = (schema: JsonObject): JsonObject => ({
      paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } } },
    })
    const before = { a: { type: 'string', nullable: true }, b: { type: 'number', minimum: 0, exclusiveMinimum: true } }
    const after = { a: { type: ['string', 'null'] }, b: { type: 'number', exclusiveMinimum: 0 } }
    expect(rulesBetween(contract({ properties: before }), contract({ properties: after }))).toEqual([])
  })

  it('finds nothing where a default is written out', () => {
    const after = edited(OPENAPI, {
      [`${Q}/style`]: 'form',
      [`${Q}/explode`]: true,
      [`${OK}/content`]: { 'Application/json; charset=utf-8': { schema: { type: 'object' } } },
    })
    expect(rulesBetween(OPENAPI, after)).toEqual([])
  })

  it('finds nothing more where a choice with a discriminator has another name', () => {
    const contract = (name: string): JsonObject => {
      const union: JsonObject = {
        oneOf: [{ $ref: `#/components/schemas/${name}` }],
        discriminator: { propertyName: 'kind', mapping: { a: name } },
      }
      return edited(OPENAPI, { [`${JSON_BODY}/schema`]: union, [`/components/schemas/${name}`]: text })
    }
    expect(rulesBetween(contract('Old'), contract('New'))).toEqual(['schema-renamed'])
  })

  it('compares nothing where it cannot know which JSON stands for which', () => {
    const answer = (...types: string[]): JsonObject => {
      const content = Object.fromEntries(
        types.map((type) => [type, { schema: { type: type.length > 18 ? 'array' : 'object' } }]),
      )
      return edited(OPENAPI, { [`${OK}/content`]: content })
    }
    const [one, other] = [answer('application/json', 'application/a+json'), answer('application/vnd.b+json')]
    expect(new Set(rulesBetween(one, other))).toEqual(new Set(['answer-media-type-removed', 'answer-media-type-added']))
    expect(new Set(rulesBetween(other, one))).toEqual(new Set(['answer-media-type-removed', 'answer-media-type-added']))
  })

  it('compares what a stream consists of', () => {
    const stream = (itemSchema: JsonObject): JsonObject =>
      edited(OPENAPI, { [`${OK}/content`]: { 'text/event-stream': { itemSchema } } })
    expect(changesBetween(stream(text), stream({ type: 'integer' }))).toEqual([
      'POST /a 200 item received/type-changed',
    ])
    expect(changesBetween(stream(text), stream(text))).toEqual([])
  })

  it('reads a media type behind a reference', () => {
    const answer = (type: string): JsonObject =>
      edited(OPENAPI, {
        [`${OK}/content`]: { 'application/json': { $ref: '#/components/mediaTypes/A' } },
        '/components/mediaTypes': { A: { schema: { type } } },
      })
    expect(rulesBetween(answer('string'), answer('integer'))).toEqual(['received/type-changed'])
  })

  it('compares a schema that nothing refers to as what is received, since its type is exported', () => {
    const contract = (...values: string[]): JsonObject =>
      edited(OPENAPI, { '/components/schemas/Side': { type: 'string', enum: values } })
    expect(changesBetween(contract('buy'), contract('buy', 'sell'))).toEqual(['Side received/enum-value-added'])
    const used = edited(contract('buy'), { [`${JSON_BODY}/schema`]: { $ref: '#/components/schemas/Side' } })
    const grown = edited(used, { '/components/schemas/Side/enum': ['buy', 'sell'] })
    expect(changesBetween(used, grown)).toEqual(['Side sent/enum-value-added'])
  })
})
