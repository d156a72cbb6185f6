import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { orderStatusFilter } from './order-filter.ts'

it('writes the filter that a live client sends', () => {
  const examples = JSON.parse(
    readFileSync(new URL('../../../specs/examples/cefi.json', import.meta.url), 'utf8'),
  ) as readonly { readonly operation: string; readonly direction: string; readonly json: unknown }[]
  const recorded = examples.find(({ operation, direction }) => operation === 'listOrders' && direction === 'request')
  expect(JSON.parse(orderStatusFilter('REJECTED', 'CANCELED'))).toEqual(recorded?.json)
})
