import { expect, test } from 'vitest'
import { rowIdentity } from './row-identity.ts'

test.each([
  ['listOrders', { order_id: 'o1', id: 'other' }, 'o1'],
  ['listTransfers', { id: 't1' }, 't1'],
  ['listTransactions', { id: 'x1' }, 'x1'],
])('a row of %s is known by its id', (operation, row, id) => {
  expect(rowIdentity[operation]?.(row)).toBe(id)
})

test.each([{}, { order_id: '' }, { order_id: 7 }, null, 'o1'])('%j has no id', (row) => {
  expect(rowIdentity['listOrders']?.(row)).toBeUndefined()
})

test('rows of the catalogue are all given: an asset of two venues has one id', () => {
  expect(rowIdentity['listAssets']).toBeUndefined()
})
