import { expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { validatorFiles } from './validator-files.ts'

/** Schemas of which each refers to the next one. */
function chain(length: number): JsonObject {
  const links = Array.from({ length }, (_, index): [string, JsonObject] => [
    `S${index}`,
    { type: 'object', properties: { next: { $ref: `#/components/schemas/S${(index + 1) % length}` } } },
  ])
  return Object.fromEntries(links)
}

const validators = [{ path: ['it'], schema: { $ref: '#/components/schemas/S0' } }]

it('compiles schemas that refer to each other in a chain longer than the stack', async () => {
  const files = await validatorFiles({ components: chain(500), validators })
  expect(files['validators.js']?.match(/^function validate\d+/gm)).toHaveLength(501)
})

it('says in a sentence what else hinders it, also in a worker', async () => {
  const components = { ...chain(500), S499: { $ref: '#/components/schemas/None' } }
  await expect(validatorFiles({ components, validators })).rejects.toThrow(
    "No validators can be made of the schemas: can't resolve reference",
  )
})
