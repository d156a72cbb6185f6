import { expect, it } from 'vitest'
import type { CaseContext } from '../src/case/context.ts'
import { fillsOf } from '../src/cases/cefi-rest/place.ts'

const fill = { order_id: '7', trade_qty: '0.001' }

/** An exchange that lists a fill by what it makes of `timestamp`. */
function exchange(lists: (isAhead: boolean) => boolean) {
  const listOrderTrades = async ({ query }: { query: { timestamp: string } }) => ({
    data: lists(BigInt(query.timestamp) > BigInt(Date.now()) * 1_000_000n) ? [{ order_id: '6' }, fill] : [],
  })
  return { cefiRest: () => ({ listOrderTrades }) } as unknown as CaseContext
}

it.each([
  ['before', (isAhead: boolean) => isAhead],
  ['after', (isAhead: boolean) => !isAhead],
  ['on both sides of', () => true],
])('fills are counted once where the exchange lists what was %s the timestamp', async (_, lists) => {
  expect(await fillsOf(exchange(lists), '7')).toEqual([fill])
})
