import { afterEach, beforeEach, expect, it } from 'vitest'
import { textAt } from '../src/server/record.ts'
import { at, type CallOptions, callCefi, type Reply, send, until } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'

const BTC = '78901949723181070'
const OWN = '78901985048264710'

let sandbox: CefiSandbox

beforeEach(async () => {
  sandbox = await startCefiSandbox()
})

afterEach(async () => {
  await sandbox.close()
  assertClean(sandbox)
})

const call = (method: string, path: string, options?: CallOptions) => callCefi(sandbox, method, path, options)

function order(info: Record<string, unknown> = {}, externalId = 'test-1') {
  const usual = { client_id: OWN, instrument_id: BTC, qty: '0.01', side: 'BUY', type: 'LIMIT', price: '110000' }
  return { external_id: externalId, info: { ...usual, tif: 'GTC', exec_inst_flags: [], ...info } }
}

async function place(info: Record<string, unknown> = {}, externalId?: string): Promise<string> {
  const placed = await call('POST', '/v1/cefi/orders', { body: order(info, externalId) })
  expect(placed.status).toBe(200)
  return String(at(placed.body, 'data.id'))
}

/** The order once it has this status. */
function orderWhen(id: string, status: string): Promise<Reply> {
  return until(
    () => call('GET', `/v1/cefi/orders/status/${id}`),
    (answer) => at(answer.body, 'data.status') === status,
  )
}

// Shows CeFi REST, 8.9: acceptance is asynchronous
it('answers an order at once as INITIALIZED and makes it ACTIVE a moment later', async () => {
  const placed = await call('POST', '/v1/cefi/orders', { body: order() })
  expect(at(placed.body, 'data.status')).toBe('INITIALIZED')
  expect(at(placed.body, 'data.pending_qty')).toBe('0.01')
  const active = await orderWhen(String(at(placed.body, 'data.id')), 'ACTIVE')
  expect(at(active.body, 'data.pending_qty')).toBe('0')
})

// Shows CeFi REST, 9.18: holds for orders and fees
it('holds the notional and the fee of a resting buy and gives both back when it is canceled', async () => {
  const held = async () => {
    const { body } = await call('GET', '/v1/cefi/balances?asset_name=PYUSD')
    return [at(body, 'data.0.balances.0.order_hold'), at(body, 'data.0.fees_hold')]
  }
  const id = await place()
  expect(await held()).toEqual(['1100', '1.1'])
  const canceled = await call('DELETE', `/v1/cefi/orders/${id}`)
  expect(at(canceled.body, 'data.status')).toBe('CANCEL_PENDING')
  await orderWhen(id, 'CANCELED')
  expect(await held()).toEqual(['0', '0'])
})

// Shows CeFi REST, 8.15: own fills
it('fills a crossing order against the resting book and lists the fill', async () => {
  const id = await place({ type: 'LIMIT', price: '110950', tif: 'IOC' })
  const filled = await orderWhen(id, 'FILLED')
  expect(at(filled.body, 'data.executed_qty')).toBe('0.01')
  const trades = await call('GET', `/v1/cefi/orders/trades?timestamp=${Date.now()}999999`)
  const fill = { trade_price: '110869.5', trade_qty: '0.01', liq_flag: 'TAKER' }
  expect(at(trades.body, 'data.0')).toMatchObject({ order_id: id, ...fill })
})

// Shows CeFi REST, 13: a post-only order that would cross
it('cancels a post-only order that would cross, without an HTTP error', async () => {
  const id = await place({ price: '110950', exec_inst_flags: ['ALO'] })
  expect(at((await orderWhen(id, 'CANCELED')).body, 'data.executed_qty')).toBe('0')
})

it.each([
  ['off the tick', { price: '110000.3' }, 'price 110000.3 is not a multiple of the tick 0.5'],
  ['off the increment', { qty: '0.00015' }, 'qty 0.00015 is not a multiple of the increment 0.0001'],
  ['below the minimum notional', { qty: '0.0001', price: '9999.5' }, 'notional is below the minimum 1'],
  ['outside the price band', { price: '100000' }, 'price 100000 is outside the price band'],
  ['beyond the balance', { qty: '10', price: '110900' }, 'insufficient balance'],
])('rejects an order %s after accepting the request', async (_, info, why) => {
  const id = await place(info)
  await orderWhen(id, 'REJECTED')
  expect(sandbox.context.exchange.findOrder([OWN], { by: 'exchange', id })?.text).toBe(why)
})

// Shows CeFi REST, 8.10: MODIFY_PENDING, then the change
it('changes quantity and price through MODIFY_PENDING', async () => {
  const id = await place()
  await orderWhen(id, 'ACTIVE')
  const info = { client_id: OWN, new_qty: '0.02', new_price: '110001' }
  const changing = await call('PATCH', '/v1/cefi/orders', { body: { id, external_id: 'mod-1', info } })
  expect(at(changing.body, 'data.status')).toBe('MODIFY_PENDING')
  const active = await orderWhen(id, 'ACTIVE')
  expect([at(active.body, 'data.order_info.qty'), at(active.body, 'data.order_info.price')]).toEqual(['0.02', '110001'])
})

// Shows CeFi REST, 8.12: id_type=client
it('finds an order by the id its client gave it, with id_type=client', async () => {
  const id = await place({}, 'my-own-id')
  const found = await call('GET', '/v1/cefi/orders/status/my-own-id?id_type=client')
  expect(at(found.body, 'data.id')).toBe(id)
})

// Shows CeFi REST, 9.13: IOC
it('takes an IOC order out of the book when it finds nothing', async () => {
  const id = await place({ tif: 'IOC' })
  expect(at((await orderWhen(id, 'CANCELED')).body, 'data.executed_qty')).toBe('0')
})

// Shows CeFi REST, 9.13: self-trade prevention
it('keeps an order from trading with its own client when it asks for that', async () => {
  await place({ price: '110867.5' })
  const id = await place({ side: 'SELL', price: '110867.5', stp: 'CANCEL_AGGRESSIVE' })
  const ended = await orderWhen(id, 'CANCELED')
  expect(at(ended.body, 'data.executed_qty')).toBe('0')
})

// Shows CeFi REST, 8.3: filters of assets and instruments
it.each([
  ['instruments?symbol=ETH', 'symbol', 'info.symbol', 'ETH-PYUSD'],
  ['instruments?id=78901949723181070', 'id', 'id', BTC],
  ['assets?name=SOL', 'name', 'fields.name', 'SOL'],
  ['markets/quote?instrument_id=78901949723181070', 'instrument', 'id', BTC],
])('lists with /%s one row only, by its %s', async (path, _, member, value) => {
  const { body } = await call('GET', `/v1/cefi/${path}`)
  expect([at(body, `data.0.${member}`), at(body, 'data.1')]).toEqual([value, undefined])
})

it.each(['instruments?symbol=eth', 'assets?name=SO'])('lists with /%s nothing', async (path) => {
  expect(at((await call('GET', `/v1/cefi/${path}`)).body, 'data')).toEqual([])
})

// Shows CeFi REST, 8.16: balances of one asset
it.each(['asset_name=BTC', 'asset_id=78901949718265865'])(
  'lists with ?%s the balance of one asset only',
  async (query) => {
    const { body } = await call('GET', `/v1/cefi/balances?${query}`)
    expect([at(body, 'data.0.balances.0.asset_id'), at(body, 'data.0.balances.1')]).toEqual([
      '78901949718265865',
      undefined,
    ])
  },
)

// Shows CeFi REST, 8.13: open orders by id
it('lists one open order by its id', async () => {
  const first = await place({}, 'first')
  await place({}, 'second')
  const { body } = await call('GET', `/v1/cefi/orders/active?id=${first}`)
  expect([at(body, 'data.0.id'), at(body, 'data.1')]).toEqual([first, undefined])
})

// Shows CeFi REST, R17: the same external_id twice
it('makes a second order of the same external_id', async () => {
  const first = await place({}, 'twice')
  const second = await place({}, 'twice')
  expect(second).not.toBe(first)
})

// Shows CeFi REST, 8.12: 28 days, and lists of 24 hours
it('forgets an ended order after 28 days, but no open one, and lists orders for 24 hours', async () => {
  const id = await place()
  const open = await place()
  await call('DELETE', `/v1/cefi/orders/${id}`)
  await orderWhen(id, 'CANCELED')
  const HOUR_MS = 3_600_000
  const listed = async () => (at((await call('GET', '/v1/cefi/orders/list')).body, 'data') as unknown[]).length
  const readable = async (which: string) => (await call('GET', `/v1/cefi/orders/status/${which}`)).status
  sandbox.context.clock.advance(23 * HOUR_MS)
  expect(await listed()).toBe(2)
  sandbox.context.clock.advance(2 * HOUR_MS)
  expect(await listed()).toBe(0)
  sandbox.context.clock.advance(26 * 24 * HOUR_MS)
  expect(await readable(id)).toBe(200)
  sandbox.context.clock.advance(24 * HOUR_MS)
  expect([await readable(id), await readable(open)]).toEqual([404, 200])
})

// Shows CeFi REST, 10: cursors in the current version
it('pages the order list by cursor until no cursor is left, each order once', async () => {
  const placed = []
  for (let count = 0; count < 5; count += 1) placed.push(await place({}, `page-${count}`))
  const seen: unknown[] = []
  let pages = 0
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const { body } = await call('GET', `/v1/cefi/orders/list?size=2&cursor=${cursor}`)
    expect(at(body, 'pagination.size')).toBe(2)
    seen.push(at(body, 'data.0.id'), at(body, 'data.1.id'))
    pages += 1
    cursor = textAt(at(body, 'pagination'), 'next_cursor')
  }
  expect(seen.filter((id) => id !== undefined)).toEqual(placed.toReversed())
  expect(pages).toBe(3)
})

it('names no next page after one that holds the last row, and none at all where a list comes whole', async () => {
  for (const name of ['first', 'second']) await place({}, name)
  const { body } = await call('GET', '/v1/cefi/orders/list?size=2')
  expect(at(body, 'pagination')).toEqual({ size: 2 })
  expect(Object.keys((await call('GET', '/v1/cefi/orders/active')).body as object)).toEqual(['data'])
})

it('goes on behind a row that has left the list, and refuses the cursor of another list', async () => {
  const [oldest] = [await place({}, 'oldest'), await place({}, 'middle')]
  const newest = await place({}, 'newest')
  await orderWhen(newest, 'ACTIVE')
  const query = encodeURIComponent(JSON.stringify({ columns: [{ name: 'status', filter: [{ $in: ['ACTIVE'] }] }] }))
  const list = `/v1/cefi/orders/list?size=2&query=${query}`
  const cursor = textAt(at((await call('GET', list)).body, 'pagination'), 'next_cursor') ?? ''
  await call('DELETE', '/v1/cefi/orders/middle?id_type=client')
  const { body } = await call('GET', `${list}&cursor=${cursor}`)
  expect([at(body, 'data.0.id'), at(body, 'data.1.id')]).toEqual([oldest, undefined])
  const elsewhere = `/v1/cefi/orders/trades?timestamp=${Date.now()}999999&cursor=${cursor}`
  expect((await call('GET', elsewhere)).status).toBe(400)
})

// Shows CeFi REST, 10: offsets in the old one
it('pages the order list by skip and size in the old version, as a bare array', async () => {
  const placed = []
  for (let count = 0; count < 3; count += 1) placed.push(await place({}, `page-${count}`))
  const { body } = await call('GET', '/v1/cefi/orders/list?skip=1&size=1', { version: 'v2024_01_01' })
  expect(Array.isArray(body)).toBe(true)
  expect(at(body, '0.id')).toBe(placed[1])
})

it('tells of a modification which one came before it, and finds the order by the id of each', async () => {
  const id = await place()
  const modify = async (external_id: string) => {
    const info = { client_id: OWN, new_qty: '0.02', new_price: '109001' }
    const { body } = await call('PATCH', '/v1/cefi/orders', { body: { id, external_id, info } })
    return [at(body, 'data.modify_info.prev_modify'), at(body, 'data.modify_info.msg_id')]
  }
  const [none, first] = await modify('change-1')
  const [previous, second] = await modify('change-2')
  expect([none, previous]).toEqual([undefined, first])
  expect(second).not.toBe(first)
  for (const name of ['change-1', 'change-2'])
    expect(at((await call('GET', `/v1/cefi/orders/status/${name}?id_type=client`)).body, 'data.id')).toBe(id)
})

// Shows CeFi REST, 8.14: the filter of orders
it('filters the order list by status', async () => {
  const id = await place()
  await orderWhen(id, 'ACTIVE')
  const query = (status: string) =>
    encodeURIComponent(JSON.stringify({ columns: [{ name: 'status', filter: [{ $in: [status] }] }] }))
  expect(at((await call('GET', `/v1/cefi/orders/list?query=${query('ACTIVE')}`)).body, 'data.0.id')).toBe(id)
  expect(at((await call('GET', `/v1/cefi/orders/list?query=${query('FILLED')}`)).body, 'data')).toEqual([])
})

it.each([
  ['what is no JSON', '{'],
  ['no columns', '{}'],
  ['another column', '{"columns":[{"name":"side","filter":[{"$in":["BUY"]}]}]}'],
  ['a column without a filter', '{"columns":[{"name":"status"}]}'],
  ['another operator', '{"columns":[{"name":"status","filter":[{"$eq":"ACTIVE"}]}]}'],
])('refuses a filter of %s, and never leaves it out in silence', async (_, query) => {
  const { status } = await call('GET', `/v1/cefi/orders/list?query=${encodeURIComponent(query)}`)
  expect(status).toBe(400)
})

// Shows CeFi REST, 8.19: a transfer through its states
it('takes a deposit from INITIALIZED through PENDING to COMPLETED and credits it at the end', async () => {
  const request = { client_id: OWN, asset_id: '78901949717282824', amount: '25', type: 'DEPOSIT', platform: 'FIAT' }
  const { exchange } = sandbox.context
  // Listened to and not asked for: a state lasts for less time than a question may take.
  const states: unknown[] = []
  exchange.events.on('transfer', ({ transfer: { id, status } }) => {
    states.push([status, exchange.activeTransfers([OWN]).some((each) => each.id === id)])
  })
  const begun = await call('POST', '/v1/cefi/transfers', { body: { request } })
  expect(at(begun.body, 'data.status')).toBe('INITIALIZED')
  const list = () => call('GET', `/v1/cefi/transfers?timestamp=${Date.now()}999999`)
  const done = await until(list, ({ body }) => at(body, 'data.0.status') === 'COMPLETED')
  expect(at(done.body, 'data.0.id')).toBe(at(begun.body, 'data.id'))
  expect(states).toEqual([
    ['INITIALIZED', true],
    ['PENDING', true],
    ['COMPLETED', false],
  ])
  const balance = await call('GET', '/v1/cefi/balances?asset_name=PYUSD')
  expect(at(balance.body, 'data.0.balances.0.balance')).toBe('1000025')
})

it('lists a transfer as active, by itself or among others, until it has ended', async () => {
  // Nothing moves any more.
  sandbox.context.scheduler.close()
  const request = { client_id: OWN, asset_id: '78901949717282824', amount: '25', type: 'DEPOSIT', platform: 'FIAT' }
  const ids: unknown[] = []
  for (const amount of ['25', '26']) {
    const { body } = await call('POST', '/v1/cefi/transfers', { body: { request: { ...request, amount } } })
    ids.push(at(body, 'data.id'))
  }
  const active = async (query = '') => {
    const { body } = await call('GET', `/v1/cefi/transfers/active${query}`)
    return [at(body, 'data.0.id'), at(body, 'data.1.id')]
  }
  expect(await active()).toEqual(ids.toReversed())
  expect(await active(`?transfer_id=${String(ids[0])}`)).toEqual([ids[0], undefined])
})

// Shows CeFi REST, 8.19: a withdrawal that is not covered
it('rejects a withdrawal that is not covered', async () => {
  const request = { client_id: OWN, asset_id: '78901949717282824', amount: '9e9', type: 'WITHDRAW', platform: 'FIAT' }
  expect((await call('POST', '/v1/cefi/transfers', { body: { request } })).status).toBe(400)
  await call('POST', '/v1/cefi/transfers', { body: { request: { ...request, amount: '9000000' } } })
  const list = () => call('GET', `/v1/cefi/transfers?timestamp=${Date.now()}999999`)
  await until(list, ({ body }) => at(body, 'data.0.status') === 'REJECTED')
})

// Shows CeFi REST, 9.10: kept to the increment, with a residual
it('prices a quote amount to the base increment and says what is left over', async () => {
  const body = { qty: '100', instrument_id: BTC, side: 'BUY', qty_unit: 'QUOTE' }
  const { body: priced } = await send(sandbox, 'POST', '/v1/cefi/markets/quote', { body })
  const residual = { notional: '99.78255', notional_residual: '0.21745' }
  expect(priced).toEqual({ data: { qty: '0.0009', price: '110869.5', ...residual } })
})

it('shows the best bid and the best ask of an instrument', async () => {
  const { body } = await call('GET', `/v1/cefi/markets/quote?instrument_id=${BTC}`)
  expect(at(body, 'data.0.info')).toMatchObject({
    best_bid: { price: '110867', qty: '0.0927', order_count: '1' },
    best_ask: { price: '110869.5', qty: '0.4612', order_count: '3' },
  })
})

// Shows CeFi REST, 8.8: changes settings of a client
it('changes the attributes of the own client', async () => {
  const changed = await call('PATCH', '/v1/cefi/clients', { body: { info: { mnemonic: 'NEW' } } })
  expect(at(changed.body, 'data.info.mnemonic')).toBe('NEW')
  const listed = await call('GET', '/v1/cefi/clients?mnemonic=NEW')
  expect(at(listed.body, 'data.0.id')).toBe(OWN)
})
