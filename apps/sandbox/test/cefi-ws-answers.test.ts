import { once } from 'node:events'
import { expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { decimal } from '../src/exchange/decimal.ts'
import { startSandbox } from '../src/index.ts'
import { welcome } from '../src/welcome.ts'
import { BTC, inWorld, onSocket, SYMBOL } from './answer-worlds.ts'
import { at } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { connect } from './ws-client.ts'

// Every open question of the WebSocket: what changes in the other world.

function bid(sandbox: CefiSandbox, price: string, tif: 'GTC' | 'IOC' = 'GTC'): void {
  const { exchange, credentials } = sandbox.context
  const request = { clientId: credentials.hmac.clientId, instrumentId: BTC, side: 'BUY', type: 'LIMIT', tif } as const
  exchange.placeNow({ ...request, qty: decimal('0.01'), price: decimal(price) })
}

// Shows CeFi WebSocket, W1: the address of the socket
it.each([
  ['unchanged', '/api/v1', '/v1/cefi'],
  ['elsewhere', '/v1/cefi', '/api/v1'],
])('W1=%s: the socket is at %s, which is what must be signed, and not at %s', (world, path, other) =>
  onSocket({ W1: world }, async (client, sandbox) => {
    expect(new URL(sandbox.wsUrl).pathname).toBe(path)
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { path })
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('AUTHENTICATED')
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { path: other })
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('UNAUTHORIZED')
    const refusal = once(new WebSocket(new URL(other, sandbox.wsUrl)), 'open')
    await expect(refusal).rejects.toThrow('Unexpected server response: 404')
  }),
)

it('W1=elsewhere: the sandbox that a program starts tells that address', async () => {
  const sandbox = await startSandbox({ answers: { W1: 'elsewhere' } })
  await sandbox.close()
  expect(sandbox.urls.cefiWs).toBe(`${sandbox.url.replace('http', 'ws')}/v1/cefi`)
  expect(welcome(sandbox)).toContain(`CeFi WS    ${sandbox.urls.cefiWs}`)
})

it.each([
  ['url-path', '/api/v1'],
  ['empty-path', ''],
])('W2=%s: "%s" is the path that must be signed', (world, path) =>
  onSocket({ W2: world }, async (client) => {
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { path })
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('AUTHENTICATED')
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { path: '/other' })
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('UNAUTHORIZED')
  }),
)

// Shows CeFi WebSocket, W3: what a report is
it.each([
  ['open-object', 'data.status'],
  ['other', 'data.0.status'],
])('W3=%s: the state of an order is read at %s, in a snapshot too', (world, path) =>
  inWorld({ W3: world, W4: 'open-orders' }, async (sandbox) => {
    bid(sandbox, '110000')
    const client = await connect(sandbox)
    client.signed('SUBSCRIBE', ['DROPCOPY'], [sandbox.context.credentials.hmac.clientId])
    expect(at(await client.nextOn('DROPCOPY', 'SNAPSHOT'), path)).toBe('ACTIVE')
    bid(sandbox, '110001')
    expect(at(await client.nextOn('DROPCOPY', 'UPDATE'), path)).toMatch(/^[A-Z_]+$/)
    client.socket.terminate()
  }),
)

it.each([
  ['none', 0],
  ['open-orders', 1],
])('W4=%s: with one open order DROPCOPY begins with %i snapshots', (world, count) =>
  onSocket({ W4: world }, async (client, sandbox) => {
    bid(sandbox, '110000')
    client.signed('SUBSCRIBE', ['DROPCOPY'], [sandbox.context.credentials.hmac.clientId])
    await client.nextOn('DROPCOPY', 'SNAPSHOT_COMPLETE')
    const snapshots = client.frames.filter((frame) => frame['channel'] === 'DROPCOPY' && frame['update'] === 'SNAPSHOT')
    expect(snapshots).toHaveLength(count)
  }),
)

it.each([
  ['all-channels', ['DEPTH', 'EBBO']],
  ['depth-only', ['DEPTH']],
  ['never', []],
])('W6=%s: SNAPSHOT_COMPLETE comes on %j', (world, channels) =>
  onSocket({ W6: world }, async (client) => {
    client.signed('SUBSCRIBE', ['DEPTH', 'EBBO'], [SYMBOL])
    client.signed('UNSUBSCRIBE', ['DEPTH', 'EBBO'], [SYMBOL])
    await client.next((frame) => JSON.stringify(frame['subscriptions']) === '[]')
    const completes = client.frames.filter((frame) => frame['update'] === 'SNAPSHOT_COMPLETE')
    expect(completes.map((frame) => frame['channel'])).toEqual(channels)
  }),
)

it.each([
  ['repeat-snapshot-number', ['0', '0', '1']],
  ['plus-one', ['0', '1', '2']],
])('W7=%s: a snapshot and two updates are numbered %j', (world, numbers) =>
  onSocket({ W7: world }, async (client, sandbox) => {
    client.signed('SUBSCRIBE', ['DEPTH'], [SYMBOL])
    await client.nextOn('DEPTH', 'SNAPSHOT')
    bid(sandbox, '110000')
    bid(sandbox, '110001')
    await client.next((frame) => at(frame, 'data.bids.0.price') === '110001')
    expect(client.frames.flatMap((frame) => ('seqnum' in frame ? [frame['seqnum']] : []))).toEqual(numbers)
  }),
)

it.each([
  ['id-no-snapshot', BTC],
  ['no-id', undefined],
])('W8=%s: a trade has the id %s', (world, id) =>
  onSocket({ W8: world }, async (client, sandbox) => {
    client.signed('SUBSCRIBE', ['TRADE'], [SYMBOL])
    await client.nextOn('TRADE', 'SNAPSHOT_COMPLETE')
    bid(sandbox, '110950', 'IOC')
    expect(at(await client.nextOn('TRADE', 'UPDATE'), 'data.id')).toBe(id)
  }),
)

it('W9=close: a bad request closes the socket', () =>
  onSocket({ W9: 'close' }, async (client) => {
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL], { signature: 'wrong' })
    expect(await client.closed).toBe(1008)
  }))

it('W10=close: DROPCOPY without credentials closes the socket', () =>
  onSocket({ W10: 'close' }, async (client, sandbox) => {
    client.open('SUBSCRIBE_NO_AUTH', ['DROPCOPY'], [sandbox.context.credentials.hmac.clientId])
    expect(await client.closed).toBe(1008)
  }))

it.each([
  ['per-mode', [{ channel: 'EBBO', item_names: [SYMBOL] }]],
  ['shared', []],
])('W13=%s: after the other mode unsubscribed, %j is left', (world, left) =>
  onSocket({ W13: world }, async (client) => {
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    await client.nextOn('WEBSOCKET', 'SNAPSHOT')
    client.open('UNSUBSCRIBE_NO_AUTH', ['EBBO'], [SYMBOL])
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['subscriptions']).toEqual(left)
  }),
)

it.each([
  ['new-snapshot', 2],
  ['confirmation-only', 1],
])('W14=%s: subscribing twice gives %i snapshots', (world, count) =>
  onSocket({ W14: world }, async (client) => {
    for (let again = 0; again < 2; again += 1) client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    client.signed('UNSUBSCRIBE', ['EBBO'], [SYMBOL])
    await client.next((frame) => JSON.stringify(frame['subscriptions']) === '[]')
    const snapshots = client.frames.filter((frame) => frame['channel'] === 'EBBO' && frame['update'] === 'SNAPSHOT')
    expect(snapshots).toHaveLength(count)
  }),
)

it.each([
  ['refused', 'INVALID'],
  ['accepted', 'AUTHENTICATED'],
])('W15=%s: an empty list of items is answered with %s', (world, status) =>
  onSocket({ W15: world }, async (client) => {
    client.signed('SUBSCRIBE', ['EBBO'], [])
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe(status)
  }),
)

it.each([
  ['all-refused', 'INVALID', []],
  ['known-subscribed', 'AUTHENTICATED', [{ channel: 'EBBO', item_names: [SYMBOL] }]],
])('W20=%s: an unknown symbol beside a known one is answered with %s', (world, status, subscriptions) =>
  onSocket({ W20: world }, async (client, sandbox) => {
    client.signed('SUBSCRIBE', ['EBBO'], ['NO-SUCH', SYMBOL])
    expect(await client.nextOn('WEBSOCKET', 'SNAPSHOT')).toMatchObject({ status, subscriptions })
    // By itself it is refused in either world, and so is a client that is not the caller's.
    client.signed('SUBSCRIBE', ['EBBO'], ['NO-SUCH'])
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('INVALID')
    const { hmac, secondHmac } = sandbox.context.credentials
    client.signed('SUBSCRIBE', ['DROPCOPY'], [hmac.clientId, secondHmac.clientId])
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['status']).toBe('UNAUTHORIZED')
  }),
)

it.each([
  ['sentinel', '170141183460469231731.687303715884105727'],
  ['absent', undefined],
])('W18=%s: an empty ask side has the price %s', (world, price) =>
  onSocket({ W18: world }, async (client, sandbox) => {
    const { exchange, credentials } = sandbox.context
    exchange.credit(credentials.hmac.clientId, '78901949717282824', decimal('100000000'))
    const total = exchange.book(BTC).asks.reduce((sum, level) => sum + level.qty, 0n)
    const request = { clientId: credentials.hmac.clientId, instrumentId: BTC, side: 'BUY', type: 'LIMIT' } as const
    exchange.placeNow({ ...request, qty: total, price: decimal('113000') })
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    expect(at(await client.nextOn('EBBO', 'SNAPSHOT'), 'data.info.best_ask.price')).toBe(price)
  }),
)

it.each([
  ['not-on-request', 'SNAPSHOT'],
  ['on-request', 'UPDATE'],
])('W11=%s: a request is confirmed as %s', (world, update) =>
  onSocket({ W11: world }, async (client) => {
    client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
    expect((await client.nextOn('WEBSOCKET', update))['status']).toBe('AUTHENTICATED')
  }),
)

it.each([
  ['three-at-once', 'WELCOME'],
  ['fewer', 'Error: Unexpected server response: 429'],
])('W16=%s: a third connection is answered with %s, and greeted when one has ended', (world, answer) =>
  onSocket({ W16: world }, async (first, sandbox) => {
    // The sandbox ends these sockets when it closes.
    const dial = (): Promise<unknown> =>
      once(new WebSocket(sandbox.wsUrl), 'message').then(
        ([data]: readonly unknown[]) => at(JSON.parse(String(data)), 'update'),
        String,
      )
    await first.nextOn('WEBSOCKET', 'WELCOME')
    expect([await dial(), await dial()]).toEqual(['WELCOME', answer])
    first.socket.close()
    await expect.poll(dial).toBe('WELCOME')
  }),
)

it.each([
  ['one-second', 1000],
  ['another-interval', 500],
])('W19=%s: what is asked for without credentials comes every %i ms', async (world, intervalMs) => {
  const sandbox = await startCefiSandbox({ W19: world })
  const every = vi.spyOn(sandbox.context.scheduler, 'every')
  const client = await connect(sandbox)
  client.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], [SYMBOL])
  await client.nextOn('DEPTH', 'SNAPSHOT')
  bid(sandbox, '110000')
  bid(sandbox, '110001')
  await client.caughtUp()
  expect(client.frames.at(-1)).toMatchObject({ update: 'SNAPSHOT_COMPLETE' })
  expect(every.mock.calls).toEqual([[intervalMs, expect.any(Function)]])
  // The time of the batch, without the wait.
  every.mock.lastCall?.[1]()
  expect(at(await client.nextOn('DEPTH', 'UPDATE'), 'data.bids.length')).toBe(2)
  client.socket.terminate()
  await sandbox.close()
  assertClean(sandbox)
})

it('W17=ping-or-close: a connection without messages is pinged after a minute, and ended after another', () =>
  onSocket({ W17: 'ping-or-close' }, async (client, sandbox) => {
    const { clock } = sandbox.context
    const pinged = vi.fn()
    client.socket.on('ping', pinged)
    await client.nextOn('WEBSOCKET', 'WELCOME')
    clock.advance(59_000)
    client.open('SUBSCRIBE_NO_AUTH', ['INSTRUMENT'], [SYMBOL])
    await client.nextOn('INSTRUMENT', 'SNAPSHOT_COMPLETE')
    clock.advance(61_000)
    await expect.poll(() => pinged.mock.calls.length).toBe(1)
    clock.advance(59_000)
    expect(await client.closed).toBe(1001)
    expect(pinged).toHaveBeenCalledTimes(1)
  }))

it('W17=none-seen: nothing watches a connection', () =>
  inWorld({ W17: 'none-seen' }, async (sandbox) => {
    const every = vi.spyOn(sandbox.context.scheduler, 'every')
    const { socket } = await connect(sandbox)
    expect(every).not.toHaveBeenCalled()
    socket.terminate()
  }))

it.each([
  ['status-without-id', 'UNAUTHENTICATED', undefined, (a: number, b: number) => b - a],
  ['otherwise', undefined, BTC, (a: number, b: number) => a - b],
])(
  'W5=%s: a message of DEPTH has the status %s and the id %s, and its levels their order',
  (world, status, id, order) =>
    onSocket({ W5: world }, async (client, sandbox) => {
      client.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], [SYMBOL])
      const snapshot = await client.nextOn('DEPTH', 'SNAPSHOT')
      bid(sandbox, '110000')
      const update = await client.nextOn('DEPTH', 'UPDATE')
      for (const frame of [snapshot, update]) {
        expect([at(frame, 'status'), at(frame, 'data.id'), at(frame, 'data.symbol')]).toEqual([status, id, SYMBOL])
      }
      const prices = (at(snapshot, 'data.bids') as { price: string }[]).map(({ price }) => Number(price))
      expect(prices.length).toBeGreaterThan(1)
      expect(prices).toEqual(prices.toSorted(order))
    }),
)

it.each([
  ['as-read', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d undefined$/, /^\d{19}$/],
  ['otherwise', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d{19}$/, /^\d{10}$/],
])('W12=%s: the greeting tells the time like %s, a confirmation like %s', (world, greeting, confirmation) =>
  onSocket({ W12: world }, async (client) => {
    const { datetime, timestamp } = await client.nextOn('WEBSOCKET', 'WELCOME')
    expect(`${String(datetime)} ${String(timestamp)}`).toMatch(greeting)
    client.open('SUBSCRIBE_NO_AUTH', ['EBBO'], [SYMBOL])
    expect((await client.nextOn('WEBSOCKET', 'SNAPSHOT'))['timestamp']).toMatch(confirmation)
  }),
)
