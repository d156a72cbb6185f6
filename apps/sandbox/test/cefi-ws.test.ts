import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decimal } from '../src/exchange/decimal.ts'
import type { PlaceOrder } from '../src/exchange/types.ts'
import { at } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { connect, type Frame, type WsClient } from './ws-client.ts'

const BTC = '78901949723181070'
const SYMBOL = 'BTC-PYUSD'
const BATCH_MS = 40

let sandbox: CefiSandbox
let client: WsClient

beforeEach(async () => {
  sandbox = await startCefiSandbox({}, { batchIntervalMs: BATCH_MS })
  client = await connect(sandbox)
})

afterEach(async () => {
  client.socket.terminate()
  await sandbox.close()
  assertClean(sandbox)
  if (client.violations().length > 0) throw new Error(client.violations().join('\n'))
})

function terms(more: Partial<PlaceOrder>): PlaceOrder {
  const { clientId } = sandbox.context.credentials.hmac
  return {
    clientId,
    instrumentId: BTC,
    side: 'BUY',
    type: 'LIMIT',
    qty: decimal('0.01'),
    price: decimal('110000'),
    ...more,
  }
}

const place = (more: Partial<PlaceOrder> = {}) => sandbox.context.exchange.place(terms(more))

const cross = () => place({ price: decimal('110950'), tif: 'IOC' })
const confirmation = () => client.nextOn('WEBSOCKET', 'SNAPSHOT')
const has = (channel: string, update: string) => (frame: Frame) =>
  frame['channel'] === channel && frame['update'] === update

describe('a connection', () => {
  // Shows CeFi WebSocket, 5.2: the greeting
  it('is greeted first, with the number of connections from its address', async () => {
    const welcome = await client.next(() => true)
    expect([welcome['channel'], welcome['update'], welcome['connections']]).toEqual(['WEBSOCKET', 'WELCOME', '1'])
    const second = await connect(sandbox)
    expect((await second.next(() => true))['connections']).toBe('2')
    second.socket.terminate()
  })

  it('is signed over the path of its URL, whatever query follows it', async () => {
    const queried = await connect({ ...sandbox, wsUrl: `${sandbox.wsUrl}?from=somewhere` })
    queried.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    expect((await queried.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('AUTHENTICATED')
    queried.socket.terminate()
  })

  it('negotiates no compression', () => {
    expect(client.socket.extensions).toBe('')
  })

  // Shows CeFi WebSocket, 9: protocol pings are answered
  it('answers pings', async () => {
    const pong = new Promise((resolve) => {
      client.socket.on('pong', (data: Buffer) => resolve(data.toString()))
    })
    client.socket.ping('alive?')
    expect(await pong).toBe('alive?')
  })

  // Shows CeFi WebSocket, 5: every scalar is text
  it('writes every scalar as text', async () => {
    client.signed('SUBSCRIBE', ['INSTRUMENT', 'EBBO', 'DEPTH'], [SYMBOL])
    await client.next((frame) => frame['update'] === 'SNAPSHOT_COMPLETE' && frame['channel'] === 'DEPTH')
    const scalars = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalars) : [value]
    expect(client.frames.flatMap(scalars).filter((value) => typeof value !== 'string')).toEqual([])
  })
})

describe('a signed subscription', () => {
  it('tells the top of a book when its price or size changes, and not when something behind it does', async () => {
    client.signed('SUBSCRIBE', ['EBBO', 'DEPTH'], [SYMBOL])
    await client.nextOn('DEPTH', 'SNAPSHOT_COMPLETE')
    const { exchange, credentials } = sandbox.context
    const instrumentId = exchange.findInstrument({ symbol: SYMBOL })?.id ?? ''
    const best = exchange.top(instrumentId).bestBid?.price ?? 0n
    const request = { clientId: credentials.hmac.clientId, instrumentId, side: 'BUY', type: 'LIMIT' } as const
    for (const price of [decimal('109000'), best]) exchange.placeNow({ ...request, qty: decimal('0.01'), price })
    const updates = []
    for (let count = 0; count < 3; count += 1) updates.push((await client.next(() => true))['channel'])
    expect(updates).toEqual(['DEPTH', 'DEPTH', 'EBBO'])
  })

  // Shows CeFi WebSocket, 5.10: SNAPSHOT_COMPLETE once for each item
  it('is confirmed, then snapshot per item, then SNAPSHOT_COMPLETE', async () => {
    client.signed('SUBSCRIBE', ['DEPTH', 'DEPTH'], [SYMBOL, 'ETH-PYUSD', SYMBOL])
    client.signed('UNSUBSCRIBE', ['DEPTH'], [])
    const confirmed = await confirmation()
    expect(confirmed['status']).toBe('AUTHENTICATED')
    expect(confirmed['subscriptions']).toEqual([{ channel: 'DEPTH', item_names: [SYMBOL, 'ETH-PYUSD'] }])
    const kinds = []
    for (let count = 0; count < 5; count += 1) {
      const frame = await client.next(() => true)
      kinds.push([frame['update'], at(frame, 'data.symbol') ?? frame['item']])
    }
    expect(kinds).toEqual([
      ['SNAPSHOT', SYMBOL],
      ['SNAPSHOT_COMPLETE', SYMBOL],
      ['SNAPSHOT', 'ETH-PYUSD'],
      ['SNAPSHOT_COMPLETE', 'ETH-PYUSD'],
      // The next request is answered: nothing has come twice for what was named twice.
      ['SNAPSHOT', undefined],
    ])
  })

  // Shows CeFi WebSocket, 5.8: absolute sizes, zero removes
  it('streams changed levels with absolute size, and zero when a level has gone', async () => {
    client.signed('SUBSCRIBE', ['DEPTH'], [SYMBOL])
    await client.nextOn('DEPTH', 'SNAPSHOT_COMPLETE')
    const order = place()
    const added = await client.nextOn('DEPTH', 'UPDATE')
    expect([at(added, 'data.bids.0.price'), at(added, 'data.bids.0.qty')]).toEqual(['110000', '0.01'])
    sandbox.context.exchange.cancel([order.clientId], { by: 'exchange', id: order.id })
    const removed = await client.nextOn('DEPTH', 'UPDATE')
    expect([at(removed, 'data.bids.0.price'), at(removed, 'data.bids.0.qty')]).toEqual(['110000', '0'])
  })

  // Shows CeFi WebSocket, 7: EBBO and TRADE carry the instrument id
  it('tells each trade and the new top of book, named by the instrument id', async () => {
    client.signed('SUBSCRIBE', ['TRADE', 'EBBO', 'INSTRUMENT'], [SYMBOL])
    await client.nextOn('INSTRUMENT', 'SNAPSHOT_COMPLETE')
    cross()
    const trade = await client.nextOn('TRADE', 'UPDATE')
    expect([at(trade, 'data.id'), at(trade, 'data.trade_qty'), at(trade, 'data.liq_flag')]).toEqual([
      BTC,
      '0.01',
      'TAKER',
    ])
    const top = await client.nextOn('EBBO', 'UPDATE')
    expect(at(top, 'data.info.last_trade.qty')).toBe('0.01')
    const totals = await client.nextOn('INSTRUMENT', 'UPDATE')
    expect(at(totals, 'data.stats.last_24hr_quantity')).toBe('0.01')
    // An order that only rests changes the book, and no total.
    place({ price: decimal('110869') })
    await client.nextOn('EBBO', 'UPDATE')
    await client.caughtUp()
    expect(client.frames.filter(has('INSTRUMENT', 'UPDATE'))).toHaveLength(1)
  })

  // Shows CeFi WebSocket, 8: one counter for each channel
  it('numbers each channel by itself: the first update repeats the snapshot, then one by one', async () => {
    client.signed('SUBSCRIBE', ['DEPTH', 'TRADE'], [SYMBOL])
    await client.nextOn('TRADE', 'SNAPSHOT_COMPLETE')
    cross()
    cross()
    place()
    await client.next((frame) => at(frame, 'data.bids.0.price') === '110000')
    const numbers = (channel: string) =>
      client.frames.filter((frame) => frame['channel'] === channel && 'seqnum' in frame).map((frame) => frame['seqnum'])
    expect(numbers('DEPTH')).toEqual(['0', '0', '1', '2'])
    expect(numbers('TRADE')).toEqual(['0', '1'])
  })

  // Shows CeFi WebSocket, 5.9: the life of an order, with text
  it('reports the life of an order on DROPCOPY, with the reason of its end', async () => {
    const { clientId } = sandbox.context.credentials.hmac
    client.signed('SUBSCRIBE', ['DROPCOPY'], [clientId])
    await client.nextOn('DROPCOPY', 'SNAPSHOT_COMPLETE')
    const order = cross()
    const reports = []
    let last: unknown
    while (last !== 'FILLED') {
      const report = await client.nextOn('DROPCOPY', 'UPDATE')
      last = at(report, 'data.status')
      reports.push([last, at(report, 'data.id'), at(report, 'data.trade_qty'), at(report, 'data.liq_flag')])
    }
    expect(reports).toEqual([
      ['INITIALIZED', order.id, undefined, undefined],
      ['NEW_PENDING', order.id, undefined, undefined],
      ['ACTIVE', order.id, undefined, undefined],
      ['FILLED', order.id, '0.01', 'TAKER'],
    ])
    place({ price: decimal('1') })
    const refused = await client.next((frame) => at(frame, 'data.status') === 'REJECTED')
    expect(at(refused, 'data.text')).toContain('notional')
  })

  // Shows CeFi WebSocket, 5.7: sentinel prices
  it('shows an empty side as the sentinel price', async () => {
    const { exchange, credentials } = sandbox.context
    const asks = exchange.book(BTC).asks
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    const total = asks.reduce((sum, level) => sum + level.qty, 0n)
    exchange.credit(credentials.hmac.clientId, '78901949717282824', decimal('100000000'))
    place({ price: decimal('113000'), qty: total })
    const empty = await client.next((frame) => at(frame, 'data.info.best_ask.qty') === '0')
    expect(at(empty, 'data.info.best_ask.price')).toBe('170141183460469231731.687303715884105727')
  })
})

describe('an uncredentialed subscription', () => {
  // Shows CeFi WebSocket, 3: batched without credentials
  it('gets its snapshot at once and its updates folded into batches', async () => {
    client.open('SUBSCRIBE_NO_AUTH', ['DEPTH', 'EBBO', 'TRADE'], [SYMBOL])
    expect((await confirmation())['status']).toBe('UNAUTHENTICATED')
    await client.nextOn('DEPTH', 'SNAPSHOT_COMPLETE')
    // All within one turn of the event loop, so that no batch can fall between.
    const { exchange } = sandbox.context
    for (let count = 0; count < 3; count += 1) exchange.placeNow(terms({ price: decimal('110950'), tif: 'IOC' }))
    for (let count = 0; count < 2; count += 1) exchange.placeNow(terms({}))
    await client.nextOn('DEPTH', 'UPDATE')
    await sleep(BATCH_MS * 3)
    await client.caughtUp()
    expect(client.frames.filter(has('TRADE', 'UPDATE'))).toHaveLength(3)
    expect(client.frames.filter(has('EBBO', 'UPDATE'))).toHaveLength(1)
    const depth = client.frames.filter(has('DEPTH', 'UPDATE'))
    expect(depth.map((frame) => [at(frame, 'data.bids.0.price'), at(frame, 'data.bids.0.qty')])).toEqual([
      ['110000', '0.02'],
    ])
  })

  it('tells no trade of an item whose subscription has ended since', async () => {
    client.open('SUBSCRIBE_NO_AUTH', ['TRADE'], [SYMBOL, 'ETH-PYUSD'])
    await confirmation()
    client.open('UNSUBSCRIBE_NO_AUTH', ['TRADE'], [SYMBOL])
    // Before the request can have arrived: the trade waits for the next batch when its subscription ends.
    sandbox.context.exchange.placeNow(terms({ price: decimal('110950'), tif: 'IOC' }))
    const ended = await confirmation()
    expect(ended['subscriptions']).toEqual([{ channel: 'TRADE', item_names: ['ETH-PYUSD'] }])
    await sleep(BATCH_MS * 3)
    await client.caughtUp()
    const since = client.frames.slice(client.frames.indexOf(ended))
    expect(since.filter(has('TRADE', 'UPDATE'))).toEqual([])
  })

  // Shows CeFi WebSocket, 3: authenticated by a signed request, without a new connection
  it('becomes real-time for what is asked for with a signature on the same socket', async () => {
    client.open('SUBSCRIBE_NO_AUTH', ['EBBO'], [SYMBOL])
    expect((await confirmation())['status']).toBe('UNAUTHENTICATED')
    client.signed('SUBSCRIBE', ['TRADE'], [SYMBOL])
    const upgraded = await confirmation()
    expect(upgraded['status']).toBe('AUTHENTICATED')
    expect(upgraded['subscriptions']).toEqual([
      { channel: 'EBBO', item_names: [SYMBOL] },
      { channel: 'TRADE', item_names: [SYMBOL] },
    ])
    // What is asked for without one afterwards takes nothing back.
    client.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], [SYMBOL])
    expect((await confirmation())['status']).toBe('AUTHENTICATED')
  })

  // Shows CeFi WebSocket, 3: DROPCOPY needs credentials
  it('is refused on DROPCOPY', async () => {
    client.open('SUBSCRIBE_NO_AUTH', ['DROPCOPY'], [sandbox.context.credentials.hmac.clientId])
    const refused = await confirmation()
    expect([refused['status'], refused['subscriptions']]).toEqual(['UNAUTHORIZED', []])
  })
})

describe('unsubscribing', () => {
  // Shows CeFi WebSocket, 5.3: the complete list of subscriptions
  it('ends one item of one channel and lists what is left', async () => {
    client.signed('SUBSCRIBE', ['EBBO', 'TRADE'], [SYMBOL, 'ETH-PYUSD'])
    await confirmation()
    client.signed('UNSUBSCRIBE', ['EBBO'], [SYMBOL])
    expect((await confirmation())['subscriptions']).toEqual([
      { channel: 'EBBO', item_names: ['ETH-PYUSD'] },
      { channel: 'TRADE', item_names: [SYMBOL, 'ETH-PYUSD'] },
    ])
    cross()
    await client.nextOn('TRADE', 'UPDATE')
    await client.caughtUp()
    expect(client.frames.filter(has('EBBO', 'UPDATE'))).toEqual([])
  })

  // Shows CeFi WebSocket, W13: each mode ends its own
  it('leaves what the other mode asked for', async () => {
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    await confirmation()
    client.open('UNSUBSCRIBE_NO_AUTH', ['EBBO'], [SYMBOL])
    expect((await confirmation())['subscriptions']).toEqual([{ channel: 'EBBO', item_names: [SYMBOL] }])
  })
})
