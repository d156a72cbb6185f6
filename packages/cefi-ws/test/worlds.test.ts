import { createCefiRestClient } from '@truemarkets/cefi-rest'
import { hmacKey } from '@truemarkets/core'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { expect, it, vi } from 'vitest'
import type { OrderBook } from '../src/book/order-book.ts'
import { type CefiWsClient, createCefiWsClient } from '../src/client.ts'

// The open questions of specs/cefi-ws/questions.yaml about the connection itself; `apps/conformance` runs a program in every world.

/** Runs a test in the world where these questions have these answers, with clients that come back at once. */
async function inWorld(
  answers: Readonly<Record<string, string>>,
  run: (connect: () => CefiWsClient, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ answers })
  const clients: CefiWsClient[] = []
  try {
    await run(() => {
      const url = sandbox.urls.cefiWs
      const client = createCefiWsClient({ url, validate: 'contract', backoff: { minMs: 1, maxMs: 5 } })
      clients.push(client)
      return client
    }, sandbox)
    expect(sandbox.log).toMatchObject({ internalErrors: 0, contractViolations: 0 })
  } finally {
    await Promise.all(clients.map((client) => client.close()))
    await sandbox.close()
  }
}

const disconnected = (client: CefiWsClient) =>
  new Promise((resolve) => {
    client.on('disconnect', resolve)
  })

async function liveBook(client: CefiWsClient): Promise<OrderBook> {
  const book = await client.orderBook('BTC-PYUSD')
  await expect.poll(() => book.state).toBe('live')
  return book
}

it('gets in as soon as another one is gone, where fewer connections are allowed at once (W16)', () =>
  inWorld({ W16: 'fewer' }, async (connect) => {
    const first = connect()
    await liveBook(first)
    await liveBook(connect())
    const third = connect()
    const refused = disconnected(third)
    const book = liveBook(third)
    expect(await refused).toMatchObject({ code: 1013, kind: 'busy' })
    await first.close()
    await book
  }))

it('fails an unknown symbol and comes back with its books, where bad requests close the connection (W9)', () =>
  inWorld({ W9: 'close' }, async (connect) => {
    const client = connect()
    const book = await liveBook(client)
    const told = vi.fn()
    client.on('disconnect', told)
    await expect(client.orderBook('NO-SUCH')).rejects.toMatchObject({ code: 'rejected', items: ['NO-SUCH'] })
    expect(book.state).toBe('stale')
    await expect.poll(() => book.state).toBe('live')
    expect(told.mock.calls).toMatchObject([[{ code: 1008, kind: 'refused' }]])
  }))

it.each(['one-second', 'another-interval'])(
  'keeps a book without credentials, where the batch interval is %s (W19)',
  (interval) =>
    inWorld({ W19: interval }, async (connect, { urls, credentials: { hmac } }) => {
      const book = await liveBook(connect())
      const rest = createCefiRestClient({ environment: { cefiRest: urls.cefiRest }, auth: hmacKey(hmac) })
      const terms = { side: 'BUY', type: 'LIMIT', tif: 'GTC', qty: '0.001', price: '109001' } as const
      await rest.createOrder({
        body: { info: { ...terms, client_id: hmac.clientId, instrument_id: '78901949723181070' } },
      })
      const bids = () => book.depth(1000).bids.map(({ price }) => price)
      await expect.poll(bids).toContain('109001')
      expect(book.state).toBe('live')
    }),
)

it('comes back with its books where a quiet connection is pinged and then ended (W17)', () =>
  inWorld({ W17: 'ping-or-close' }, async (connect, { clock }) => {
    const client = connect()
    const book = await liveBook(client)
    // What the client asks for next is dated by its own clock.
    client.on('disconnect', () => clock.reset())
    const ended = disconnected(client)
    clock.advance(120_000)
    expect(await ended).toMatchObject({ code: 1001, kind: 'going-away' })
    expect(book.state).toBe('stale')
    await expect.poll(() => book.state).toBe('live')
  }))

it.each(['status-without-id', 'otherwise'])(
  'has the best levels first, where the envelope of DEPTH is %s (W5)',
  (envelope) =>
    inWorld({ W5: envelope }, async (connect) => {
      const client = connect()
      const told = vi.fn()
      client.on('violation', told)
      client.on('unknown', told)
      const { bids, asks } = (await liveBook(client)).depth(3)
      const prices = [...bids.toReversed(), ...asks].map(({ price }) => Number(price))
      expect(prices).toHaveLength(6)
      expect(prices).toEqual(prices.toSorted((a, b) => a - b))
      expect(told).not.toHaveBeenCalled()
    }),
)
