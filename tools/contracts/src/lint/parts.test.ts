import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { lintParts } from './parts.ts'

const places = (operation: JsonObject, components: JsonObject = {}): string[] =>
  lintParts(
    { paths: { '/a': { get: operation } }, components: { schemas: { S: { properties: {} } }, ...components } },
    'c.yaml',
  ).map(({ at }) => at)

describe('the parts of an operation', () => {
  it.each<[string, JsonObject, string]>([
    ['a summary that is no text', { summary: 5 }, 'summary'],
    ['a description that is no text', { description: ['a'] }, 'description'],
    ['a body that is none', { requestBody: null }, 'requestBody'],
    ['a body with a list of types', { requestBody: { content: [] } }, 'requestBody/content'],
    ['a type of it that is empty', { requestBody: { content: { a: null } } }, 'requestBody/content/a'],
    ['a body that is a schema', { requestBody: { type: 'object' } }, 'requestBody'],
    ['a body that refers to a schema', { requestBody: { $ref: '#/components/schemas/S' } }, 'requestBody'],
    ['an answer with its schema outside of a content', { responses: { 200: { schema: {} } } }, 'responses/200'],
    ['a list of answers', { responses: [] }, 'responses'],
    ['an answer that is none', { responses: { 200: null } }, 'responses/200'],
    ['an answer that refers to none', { responses: { 200: { $ref: null } } }, 'responses/200'],
    ['an answer with a text of types', { responses: { 200: { content: 'a' } } }, 'responses/200/content'],
    ['a header of it that is none', { responses: { 200: { headers: { a: 1 } } } }, 'responses/200/headers/a'],
  ])('with %s is refused at its place', (_, operation, at) => {
    expect(places(operation)).toEqual([`#/paths/~1a/get/${at}`])
  })

  it.each(['parameters', 'requestBodies', 'responses', 'headers'])('are refused among the %s as well', (section) => {
    expect(places({}, { [section]: { A: null } })).toEqual([`#/components/${section}/A`])
    expect(places({}, { [section]: { A: { content: { 'a/b': null } } } })).toEqual([
      `#/components/${section}/A/content/a~1b`,
    ])
  })

  it('are accepted where they are references, empty, or not there', () => {
    const ref: Json = { $ref: '#/components/responses/A' }
    const operation = {
      summary: '',
      requestBody: {},
      responses: { 200: ref, 204: {}, 400: { content: {}, headers: {} } },
    }
    expect(places(operation, { responses: { A: {} } })).toEqual([])
    expect(places({})).toEqual([])
  })
})
