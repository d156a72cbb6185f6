import { expect, it } from 'vitest'
import { generateOpenapi } from '../generate-openapi.ts'
import type { JsonObject } from '../json.ts'

const body: JsonObject = {
  content: {
    'application/json': {
      schema: { type: 'object', properties: { data: { type: 'array', items: { type: 'string' } } } },
    },
  },
}

/** What `types.ts` says of an operation with these answers. */
async function typesOf(responses: JsonObject, page = 'none'): Promise<string> {
  const operation: JsonObject = { operationId: 'ask', 'x-behaviour': { auth: 'none', retry: 'safe', page }, responses }
  const contract: JsonObject = { openapi: '3.1.0', paths: { '/a': { get: operation } } }
  return (await generateOpenapi(contract, { prefix: 'A', ours: true, validators: false }))['types.ts'] ?? ''
}

const OK = "operations['ask']['responses'][200]['content']['application/json']"

it.each([
  ['a body with every success', { '200': body }, OK],
  ['a body with one success and none with another', { '200': body, '202': {} }, `${OK} | undefined`],
  ['no body with any success', { '202': {}, '204': {} }, 'void'],
  ['none with a refusal alone', { '200': body, '404': {} }, OK],
])('the result of an operation that answers %s says so', async (_, responses, type) => {
  expect(await typesOf(responses)).toContain(`export type AskResult = ${type}\n`)
})

it('a row is one of the page, where there may be none as well', async () => {
  expect(await typesOf({ '200': body, '204': {} }, 'cursor')).toContain(
    "export type AskRow = NonNullable<NonNullable<AskResult>['data']>[number]\n",
  )
})
