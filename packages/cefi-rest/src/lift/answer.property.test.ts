import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operations } from '../generated/operations.ts'
import { answerHolds, liftAnswer } from './answer.ts'

const OLD_NAMES = ['order', 'modify', 'exeuted_qty', 'transfer_id', 'limit', 'state']
const names = fc.oneof(
  fc.constantFrom('id', 'status', 'order_info', 'modify_info', 'executed_qty', 'request', 'type', ...OLD_NAMES),
  fc.string({ maxLength: 8 }).filter((name) => name !== 'data' && name !== '__proto__'),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.string({ maxLength: 8 }),
    fc.constantFrom(null, true, 0, 'WITHDRAWL', 'INITIIALIZED', '12345678901234567890'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
}))
const row = fc.dictionary(names, value, { maxKeys: 6 })
const rows = fc.array(row, { maxLength: 4 })
const ids = Object.keys(operations).filter((id) => answerHolds(id) !== undefined)
const listIds = ids.filter((id) => id.startsWith('list') && id !== 'listVersions')
const singleIds = ids.filter((id) => !id.startsWith('list'))

const frozen = <Json>(json: Json): Json => {
  if (typeof json === 'object' && json !== null) Object.values(Object.freeze(json)).forEach(frozen)
  return json
}

describe('lifting', () => {
  it('gives one result for a list in either version', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listIds), rows, (id, list) => {
        expect(liftAnswer(id, list)).toEqual(liftAnswer(id, { data: list }))
      }),
    )
  })

  it('gives one result for an object bare, in data, or in an array of one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...singleIds), row, (id, object) => {
        const lifted = liftAnswer(id, object)
        expect(liftAnswer(id, { data: object })).toEqual(lifted)
        expect(liftAnswer(id, { data: [object] })).toEqual(lifted)
        expect(liftAnswer(id, [object])).toEqual(lifted)
      }),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listIds), rows, row, (id, data, pagination) => {
        const once = liftAnswer(id, { data, pagination })
        expect(liftAnswer(id, once)).toEqual(once)
      }),
    )
  })

  it('leaves what it was given alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), row, (id, body) => {
        const before = structuredClone(body)
        liftAnswer(id, frozen(body))
        expect(body).toEqual(before)
      }),
    )
  })

  it('loses no row and invents none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...listIds), rows, (id, list) => {
        expect(liftAnswer(id, list)).toHaveProperty('data.length', list.length)
      }),
    )
  })

  it('keeps every member whose name and value are not of an older edition', () => {
    const unknown = fc.dictionary(
      names.filter((name) => !OLD_NAMES.includes(name) && !['status', 'request', 'type'].includes(name)),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.constantFrom(...listIds), unknown, (id, object) => {
        expect(liftAnswer(id, [object])).toEqual({ data: [object] })
      }),
    )
  })
})
