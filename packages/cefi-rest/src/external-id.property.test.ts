import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isExternalId, newExternalId } from './external-id.ts'
import contract from './generated/contract.json' with { type: 'json' }

const pattern = new RegExp(contract.components.schemas.ExternalId.pattern)

describe('isExternalId', () => {
  it('agrees with the contract on any text but the two that no path can carry', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '-', '.', '_', '~', '/', ' ', 'é', '\n'), maxLength: 20 }),
      fc.uuid(),
      fc.uuid({ version: 4 }),
      fc.constantFrom('.', '..', '...'),
    )
    fc.assert(
      fc.property(text, (id) => {
        expect(isExternalId(id)).toBe(pattern.test(id) && id !== '.' && id !== '..')
      }),
    )
  })
})

describe('newExternalId', () => {
  it('makes a new id each time', () => {
    const ids = Array.from({ length: 1_000 }, newExternalId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every(isExternalId)).toBe(true)
  })
})
