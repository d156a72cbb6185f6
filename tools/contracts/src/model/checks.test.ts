import { expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { checksOf } from './checks.ts'
import { operationsOf } from './operations.ts'

const json: JsonObject = { description: 'x', content: { 'application/json': { schema: {} } } }

/** Under which statuses the answers of one operation have validators. */
function statusesOf(responses: JsonObject): (string | undefined)[] {
  const document = { openapi: '3.1.0', paths: { '/a': { get: { operationId: 'a', responses } } } }
  return checksOf(operationsOf(document, 'derived')).map(({ path }) => path.at(-1))
}

it('an answer to everything is looked for as that to a success where no success has one of its own', () => {
  expect(statusesOf({ default: json })).toEqual(['default', '2XX'])
  expect(statusesOf({ 200: json, default: json })).toEqual(['200', 'default'])
  expect(statusesOf({ '2XX': json, 404: json })).toEqual(['404', '2XX'])
})
