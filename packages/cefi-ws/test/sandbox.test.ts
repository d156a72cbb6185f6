import { createCefiRestClient } from '@truemarkets/cefi-rest'
import { hmacKey } from '@truemarkets/core'
import { type DemoHmacKey, type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderBook } from '../src/book/order-book.ts'
import { type CefiWsClient, createCefiWsClient } from '../src/client.ts'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import type { CefiWsClientOptions } from '../src/options.ts'
import { liftDropCopy } from '../src/subscription/drop-copy.ts'

let sandbox: Sandbox
let clients: CefiWsClient[]

beforeEach(async () => {
  sandbox = await startSandbox()
  clients = []
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await sandbox.close()
})

function connect(options: CefiWsClientOptions = {}): CefiWsClient {
  const client = createCefiWsClient({
    url: sandbox.urls.cefiWs,
    validate: 'contract',
    backoff: { minMs: 1, maxMs: 5 },
    ...options,
  })
  clients.push(client)
  return client
}

describe('against the sandbox', () => {
  it('fills a book without credentials', async () => {
    const book = await connect().orderBook('BTC-PYUSD')
    await live(book)
    expect(Number(book.bestBid?.price)).toBeLessThan(Number(book.bestAsk?.price))
  })

  it('tells of a book in a quiet market to one who listens once it is there', async () => {
    const book = await connect().orderBook('BTC-PYUSD')
    await new Promise<void>((resolve) => void book.on('change', resolve))
    expect(book.state).toBe('live')
  })

  it('sees on DROPCOPY the order that REST placed', async () => {
    const { hmac } = sandbox.credentials
    const auth = hmacKey(hmac)
    const orders = await connect({ auth }).dropCopy([hmac.clientId])
    const placed = await buy(sandbox, hmac, '109000')
    for await (const order of orders) {
      if (order.id !== placed.id) continue
      expect(order.order_info).toMatchObject({ side: 'BUY', price: '109000' })
      break
    }
  })

  it('gives the order that REST tells the same shape, so that what was missed can be filled in', async () => {
    const { hmac } = sandbox.credentials
    const auth = hmacKey(hmac)
    const orders = await connect({ auth }).dropCopy([hmac.clientId])
    const { id: ref_id = '' } = await buy(sandbox, hmac, '109000')
    const rest = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth })
    for await (const reported of orders) {
      if (reported.id !== ref_id || reported.status !== 'ACTIVE') continue
      const asked = liftDropCopy(await rest.getOrderStatus({ path: { ref_id } }))
      const { id, external_id, status, leaves_qty, executed_qty, order_info } = reported
      expect(asked).toMatchObject({ id, external_id, status, leaves_qty, executed_qty, order_info })
      expect(asked).toMatchObject({
        id: ref_id,
        status: 'ACTIVE',
        leaves_qty: '0.001',
        order_info: { price: '109000' },
      })
      break
    }
  })

  it('has resumed in time to learn from REST of an order that was placed while there was no connection', async () => {
    const { hmac } = sandbox.credentials
    const auth = hmacKey(hmac)
    const client = connect({ auth, backoff: { minMs: 100, maxMs: 100 } })
    const orders = await client.dropCopy([hmac.clientId])
    const rest = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth })
    const resumed = new Promise<void>((resolve) => void orders.subscription.on('resumed', resolve))
    sandbox.faults.add({ kind: 'ws-drop', path: 'DROPCOPY' })
    const lost = once(client)
    await buy(sandbox, hmac, '109000')
    await lost
    const { id } = await buy(sandbox, hmac, '109001')
    await resumed
    const { data: open } = await rest.listActiveOrders()
    expect(open.map((order) => order.id)).toContain(id)
    expect(client.state).toBe('live')
  })

  it('upgrades a session that began without credentials', async () => {
    const client = connect()
    const depth = await client.subscribe({ channel: 'DEPTH', items: ['BTC-PYUSD'] })
    const statuses: string[] = []
    client.on('status', (status) => statuses.push(status))
    await client.authenticate(hmacKey(sandbox.credentials.hmac))
    expect(statuses).toEqual(['AUTHENTICATED'])
    expect(client.state).toBe('live')
    const messages = depth[Symbol.asyncIterator]()
    expect((await messages.next()).value).toMatchObject({ channel: 'DEPTH', update: 'SNAPSHOT' })
  })

  it('stays without credentials when the upgrade is refused', async () => {
    const client = connect()
    const book = await client.orderBook('BTC-PYUSD')
    const wrong = hmacKey({ ...sandbox.credentials.hmac, secret: 'wrong' })
    await expect(client.authenticate(wrong)).rejects.toThrow(SubscriptionRefusedError)
    await live(book)
  })

  it('refuses an unknown symbol, and goes on', async () => {
    const client = connect()
    const refused = client.subscribe({ channel: 'TRADE', items: ['NO-SUCH'] })
    await expect(refused).rejects.toMatchObject({ code: 'rejected', connectionStatus: 'INVALID', items: ['NO-SUCH'] })
    await live(await client.orderBook('ETH-PYUSD'))
  })

  it('fetches a book anew after a gap, and has the same book as one who saw everything', async () => {
    const auth = hmacKey(sandbox.credentials.hmac)
    // The sandbox numbers the first update after a snapshot like the snapshot, by the default answer to W7.
    const client = connect({ auth, firstUpdate: 'same' })
    const book = await client.orderBook('BTC-PYUSD')
    await live(book)
    const states: string[] = []
    book.on('state', (state) => states.push(state))
    await until(() => states.length === 1)
    sandbox.faults.add({ kind: 'ws-gap', path: 'DEPTH' })
    await buy(sandbox, sandbox.credentials.hmac, '109001')
    await buy(sandbox, sandbox.credentials.hmac, '109002')
    await until(() => states.includes('live', 1))
    expect(states.slice(0, 4)).toEqual(['live', 'stale', 'syncing', 'live'])
    const other = await connect({ auth }).orderBook('BTC-PYUSD')
    await live(other)
    await until(() => JSON.stringify(book.depth(1000)) === JSON.stringify(other.depth(1000)))
  })

  // Within which time is tested on a virtual clock.
  it('replaces a socket that has gone silent', async () => {
    const client = connect({ auth: hmacKey(sandbox.credentials.hmac), pingIntervalMs: 200 })
    const book = await client.orderBook('BTC-PYUSD')
    await live(book)
    sandbox.faults.add({ kind: 'ws-silent', path: 'DEPTH' })
    const lost = once(client)
    await buy(sandbox, sandbox.credentials.hmac, '109001')
    await lost
    await live(book)
    expect(client.state).toBe('live')
  })

  it('loses and doubles no subscription over 100 forced reconnects', async () => {
    const client = connect({ auth: hmacKey(sandbox.credentials.hmac) })
    const snapshots: string[] = []
    const ebbo = await client.subscribe({ channel: 'EBBO', items: ['BTC-PYUSD', 'ETH-PYUSD'] })
    ebbo.on('message', (message, item) => {
      if (message.update === 'SNAPSHOT') snapshots.push(item)
    })
    const book = await client.orderBook('BTC-PYUSD')
    await live(book)
    const violations: unknown[] = []
    client.on('violation', (violation) => violations.push(violation))
    for (let round = 0; round < 100; round++) {
      snapshots.length = 0
      sandbox.faults.add({ kind: 'ws-drop', path: 'DEPTH' })
      const lost = once(client)
      // Two clients, since the exchange allows 50 open orders to each.
      const { hmac, secondHmac } = sandbox.credentials
      await buy(sandbox, round % 2 === 0 ? hmac : secondHmac, String(109_000 + round))
      await lost
      await live(book)
      await until(() => snapshots.length >= 2)
      expect(snapshots.sort()).toEqual(['BTC-PYUSD', 'ETH-PYUSD'])
    }
    expect(violations).toEqual([])
  }, 60_000)
})

/** Bids below the market, inside the price band. */
async function buy({ urls }: Sandbox, key: DemoHmacKey, price: string): Promise<{ readonly id?: string }> {
  const rest = createCefiRestClient({ environment: { cefiRest: urls.cefiRest }, auth: hmacKey(key) })
  const instrument_id = '78901949723181070'
  const limit = { side: 'BUY', type: 'LIMIT', tif: 'GTC' } as const
  return rest.createOrder({ body: { info: { ...limit, client_id: key.clientId, instrument_id, qty: '0.001', price } } })
}

function once(client: CefiWsClient): Promise<void> {
  return new Promise((resolve) => {
    const off = client.on('disconnect', () => {
      off()
      resolve()
    })
  })
}

function live(book: OrderBook): Promise<void> {
  return until(() => book.state === 'live')
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { interval: 2, message: holds.toString() }).toBe(true)
}
