import { expect, it } from 'vitest'
import { Batch } from '../src/cefi-ws/batch.ts'
import type { DepthEvent } from '../src/exchange/events.ts'
import type { Level } from '../src/exchange/types.ts'
import { createWorld } from './exchange-world.ts'

const { btc: instrument } = createWorld()
const level = (price: bigint, qty: bigint): Level => ({ price, qty, orderCount: 1, updatedAt: 0n })
const sizes = (levels: readonly Level[]) => levels.map(({ price, qty }) => `${price}:${qty}`)
const batch = () => new Batch(({ bids, asks }) => `bids ${sizes(bids).join()} asks ${sizes(asks).join()}`)
const depth = (bids: readonly Level[], asks: readonly Level[]): DepthEvent => ({ instrument, bids, asks })

it('folds the changes of a book into the last size of each level, on both sides, and begins anew', () => {
  const folded = batch()
  folded.add({ channel: 'DEPTH', item: 'BTC', data: '', depth: depth([level(1n, 5n)], [level(9n, 5n), level(8n, 4n)]) })
  folded.add({ channel: 'DEPTH', item: 'BTC', data: '', depth: depth([level(1n, 6n), level(2n, 1n)], [level(9n, 0n)]) })
  expect(folded.take()).toEqual([{ channel: 'DEPTH', item: 'BTC', data: 'bids 1:6,2:1 asks 9:0,8:4' }])
  expect(folded.take()).toEqual([])
})

it('keeps every trade and the latest of what replaces, and forgets the item that it is told to', () => {
  const kept = batch()
  for (const item of ['BTC', 'ETH'])
    for (const data of ['1', '2']) {
      kept.add({ channel: 'TRADE', item, data })
      kept.add({ channel: 'EBBO', item, data })
      kept.add({ channel: 'DEPTH', item, data, depth: depth([level(1n, 1n)], []) })
    }
  for (const channel of ['TRADE', 'EBBO', 'DEPTH'] as const) kept.drop(channel, 'BTC')
  expect(kept.take()).toEqual([
    { channel: 'TRADE', item: 'ETH', data: '1' },
    { channel: 'TRADE', item: 'ETH', data: '2' },
    { channel: 'EBBO', item: 'ETH', data: '2' },
    { channel: 'DEPTH', item: 'ETH', data: 'bids 1:1 asks ' },
  ])
})
