import { describe, expect, it } from 'vitest'
import { liftRequired } from './all-of.ts'

const base = { $ref: '#/components/schemas/Base' }

describe('what a part of an allOf requires', () => {
  it('is required of the whole, where another part describes it', () => {
    expect(liftRequired({ A: { allOf: [base, { required: ['id'] }] } })).toEqual({
      A: { allOf: [base, { required: ['id'] }], required: ['id'] },
    })
  })

  it('stays in the part that describes it', () => {
    const schemas = { A: { allOf: [base, { required: ['id'], properties: { id: { type: 'string' } } }] } }
    expect(liftRequired(schemas)).toEqual(schemas)
  })

  it('joins what the whole requires already', () => {
    expect(liftRequired({ A: { required: ['a'], allOf: [base, { required: ['b', 'a'] }] } })['A']).toMatchObject({
      required: ['a', 'b'],
    })
  })
})
