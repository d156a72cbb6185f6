import type { Change } from '../../src/diff/change.ts'
import { compareContracts } from '../../src/diff/compare.ts'
import type { JsonObject } from '../../src/json.ts'

/** A small contract that edits are made to. */
export const OPENAPI: JsonObject = {
  info: { version: '1' },
  servers: [{ url: 'https://a.example' }],
  security: [{ bearer: [] }],
  paths: {
    '/a': {
      post: {
        operationId: 'doA',
        tags: ['A'],
        parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: {
          '200': {
            headers: { ETag: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          '404': {},
        },
      },
    },
    '/b': { get: { responses: {} } },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
}
/** Places in it, as JSON Pointers. */
export const A = '/paths/~1a/post'
export const B = '/paths/~1b/get'
export const Q = `${A}/parameters/0`
export const JSON_BODY = `${A}/requestBody/content/application~1json`
export const OK = `${A}/responses/200`
/** What stands in those places. */
export const media: JsonObject = { schema: { type: 'string' } }
export const text: JsonObject = { type: 'string' }
/** The edit after which the body is a component. */
export const used = (name: string): { [pointer: string]: JsonObject } => ({
  [`${JSON_BODY}/schema`]: { $ref: `#/components/schemas/${name}` },
})
/** A parameter of a path. */
export const hole = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: text })

/** What changed between two contracts: the place and the rule of each change. */
export function changesBetween(before: JsonObject, after: JsonObject): string[] {
  return comparing(before, after).map(({ rule, at }) => `${at} ${rule}`)
}

/** The same with all that is said of each change. */
export function comparing(before: JsonObject, after: JsonObject): Change[] {
  return compareContracts({ kind: 'openapi', document: before }, { kind: 'openapi', document: after }, '2026-11-20')
}

/** The rules alone. */
export function rulesBetween(before: JsonObject, after: JsonObject): string[] {
  return comparing(before, after).map(({ rule }) => rule)
}
