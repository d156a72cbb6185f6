import { expect, it } from 'vitest'
import { modesInUse } from './schema-uses.ts'

it('follows a chain of references that is longer than the stack', () => {
  const last = 20_000
  const links = Array.from({ length: last }, (_, index): [string, { $ref: string }] => [
    `S${index}`,
    { $ref: `#/components/schemas/S${index + 1}` },
  ])
  const schemas = { ...Object.fromEntries(links), [`S${last}`]: true }
  const uses = [{ schema: { $ref: '#/components/schemas/S0' }, mode: 'closed' }] as const
  expect(modesInUse(schemas, uses, new Map()).get(`S${last}`)).toEqual(new Set(['closed']))
})
