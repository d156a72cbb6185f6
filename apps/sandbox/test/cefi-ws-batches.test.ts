import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { decimal } from '../src/exchange/decimal.ts'
import { BTC, onSocket, SYMBOL } from './answer-worlds.ts'
import type { CefiSandbox } from './cefi-sandbox.ts'
import type { WsClient } from './ws-client.ts'

// What still waits for its batch, when a request about the same item comes. In each test the market moves in the turn of the
// event loop in which the request is sent, so before the request can have arrived.

function trade({ context: { credentials, exchange } }: CefiSandbox): void {
  const order = { clientId: credentials.hmac.clientId, instrumentId: BTC, side: 'BUY', type: 'LIMIT' } as const
  exchange.placeNow({ ...order, qty: decimal('0.01'), price: decimal('110950'), tif: 'IOC' })
}

const confirmation = (client: WsClient) => client.nextOn('WEBSOCKET', 'SNAPSHOT')

/** Longer than any batch waits here. */
async function severalBatches(client: WsClient): Promise<void> {
  await sleep(80)
  await client.caughtUp()
}

it('is not told again after a snapshot that holds it', () =>
  onSocket({}, async (client, sandbox) => {
    const channels = ['DEPTH', 'EBBO', 'INSTRUMENT']
    client.open('SUBSCRIBE_NO_AUTH', channels, [SYMBOL])
    await confirmation(client)
    client.open('SUBSCRIBE_NO_AUTH', channels, [SYMBOL])
    trade(sandbox)
    const again = await confirmation(client)
    await severalBatches(client)
    const since = client.frames.slice(client.frames.indexOf(again) + 1)
    expect(since.map(({ channel, update }) => `${String(channel)} ${String(update)}`)).toEqual(
      channels.flatMap((channel) => [`${channel} SNAPSHOT`, `${channel} SNAPSHOT_COMPLETE`]),
    )
  }))

it('is told where there is no snapshot to hold it: a trade', () =>
  onSocket({}, async (client, sandbox) => {
    client.open('SUBSCRIBE_NO_AUTH', ['TRADE'], [SYMBOL])
    await confirmation(client)
    client.open('SUBSCRIBE_NO_AUTH', ['TRADE'], [SYMBOL])
    trade(sandbox)
    await client.nextOn('TRADE', 'UPDATE')
    await severalBatches(client)
    expect(client.frames.filter(({ channel, update }) => channel === 'TRADE' && update === 'UPDATE')).toHaveLength(1)
  }))

it('is told after an unsubscription in the other mode, which asked for nothing', () =>
  onSocket({}, async (client, sandbox) => {
    client.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], [SYMBOL])
    await confirmation(client)
    client.signed('UNSUBSCRIBE', ['DEPTH'], [SYMBOL])
    trade(sandbox)
    expect(await client.nextOn('DEPTH', 'UPDATE')).toMatchObject({ data: { symbol: SYMBOL } })
  }))

it('leaves an item that flows in real time to flow, once its batches end', () =>
  onSocket({}, async (client, sandbox) => {
    client.open('SUBSCRIBE_NO_AUTH', ['DEPTH'], [SYMBOL])
    client.signed('SUBSCRIBE', ['DEPTH'], [SYMBOL])
    client.open('UNSUBSCRIBE_NO_AUTH', ['DEPTH'], [SYMBOL])
    for (let answers = 0; answers < 3; answers += 1) await confirmation(client)
    trade(sandbox)
    expect(await client.nextOn('DEPTH', 'UPDATE')).toMatchObject({ data: { symbol: SYMBOL } })
  }))
