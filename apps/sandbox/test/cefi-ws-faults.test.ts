import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decimal } from '../src/exchange/decimal.ts'
import { at } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'
import { connect, type WsClient } from './ws-client.ts'

const SYMBOL = 'BTC-PYUSD'

let sandbox: CefiSandbox
let client: WsClient

beforeEach(async () => {
  sandbox = await startCefiSandbox()
  client = await connect(sandbox)
})

afterEach(async () => {
  client.socket.terminate()
  await sandbox.close()
  assertClean(sandbox)
})

async function subscribe(): Promise<void> {
  client.signed('SUBSCRIBE', ['DEPTH'], [SYMBOL])
  await client.nextOn('DEPTH', 'SNAPSHOT_COMPLETE')
}

/** Puts a bid into the book, which makes one update. */
function bid(price: string): void {
  const { exchange, credentials } = sandbox.context
  const instrument = exchange.findInstrument({ symbol: SYMBOL })
  if (instrument === undefined) throw new Error(`${SYMBOL} is not listed.`)
  const request = {
    clientId: credentials.hmac.clientId,
    instrumentId: instrument.id,
    side: 'BUY',
    type: 'LIMIT',
  } as const
  exchange.placeNow({ ...request, qty: decimal('0.01'), price: decimal(price) })
}

const updates = () =>
  client.frames
    .filter((frame) => frame['channel'] === 'DEPTH' && frame['update'] === 'UPDATE')
    .map((frame) => [frame['seqnum'], at(frame, 'data.bids.0.price')])

it('ws-gap uses up a number whose message never comes', async () => {
  await subscribe()
  sandbox.context.faults.add({ kind: 'ws-gap', path: 'DEPTH' })
  for (const price of ['110000', '110001', '110002']) bid(price)
  await client.next((frame) => at(frame, 'data.bids.0.price') === '110002')
  expect(updates()).toEqual([
    ['1', '110001'],
    ['2', '110002'],
  ])
})

it('ws-duplicate sends one message twice, with one number', async () => {
  await subscribe()
  sandbox.context.faults.add({ kind: 'ws-duplicate', path: 'DEPTH' })
  for (const price of ['110000', '110001']) bid(price)
  await client.next((frame) => at(frame, 'data.bids.0.price') === '110001')
  expect(updates()).toEqual([
    ['0', '110000'],
    ['0', '110000'],
    ['1', '110001'],
  ])
})

it('ws-stale-snapshot shows the book as it was when the sandbox started', async () => {
  bid('110867.5')
  await subscribe()
  sandbox.context.faults.add({ kind: 'ws-stale-snapshot', path: 'DEPTH' })
  client.signed('SUBSCRIBE', ['DEPTH'], [SYMBOL])
  await client.nextOn('DEPTH', 'SNAPSHOT')
  const best = client.frames
    .filter((frame) => frame['channel'] === 'DEPTH' && frame['update'] === 'SNAPSHOT')
    .map((frame) => at(frame, 'data.bids.0.price'))
  expect(best).toEqual(['110867.5', '110867'])
})

it('ws-drop breaks the connection without a close frame', async () => {
  await subscribe()
  sandbox.context.faults.add({ kind: 'ws-drop', path: 'DEPTH' })
  bid('110000')
  expect(await client.closed).toBe(1006)
})

it('ws-silent leaves the socket open but neither speaks nor answers pings', async () => {
  await subscribe()
  sandbox.context.faults.add({ kind: 'ws-silent', path: 'DEPTH' })
  bid('110000')
  let answered = false
  client.socket.on('pong', () => {
    answered = true
  })
  client.socket.ping()
  const before = client.frames.length
  client.signed('SUBSCRIBE', ['EBBO'], [SYMBOL])
  await new Promise((resolve) => {
    setTimeout(resolve, 100)
  })
  expect([answered, client.frames.length - before, client.socket.readyState]).toEqual([false, 0, client.socket.OPEN])
})

it('a fault on one channel leaves the others alone', async () => {
  client.signed('SUBSCRIBE', ['DEPTH', 'EBBO'], [SYMBOL])
  await client.nextOn('EBBO', 'SNAPSHOT_COMPLETE')
  sandbox.context.faults.add({ kind: 'ws-gap', path: 'EBBO' })
  bid('110868')
  bid('110868.5')
  await client.next((frame) => at(frame, 'data.info.best_bid.price') === '110868.5')
  expect(updates()).toEqual([
    ['0', '110868'],
    ['1', '110868.5'],
  ])
})

it('a fault strikes who is connected, and nobody who has gone', async () => {
  await subscribe()
  // The greeting tells how many there are: the server may not have seen the other one go yet.
  const alone = async () => {
    client.socket.terminate()
    client = await connect(sandbox)
    return (await client.nextOn('WEBSOCKET', 'WELCOME'))['connections']
  }
  await expect.poll(alone).toBe('1')
  await subscribe()
  sandbox.context.faults.add({ kind: 'ws-gap', path: 'DEPTH' })
  for (const price of ['110000', '110001']) bid(price)
  await client.next((frame) => at(frame, 'data.bids.0.price') === '110001')
  expect(updates()).toEqual([['1', '110001']])
})

it('a fault asked for by the header of a handshake strikes that connection, and no other', async () => {
  const struck = await connect(sandbox, { 'X-Sandbox-Fault': 'ws-gap' })
  for (const each of [client, struck]) {
    each.signed('SUBSCRIBE', ['DEPTH'], [SYMBOL])
    await each.nextOn('DEPTH', 'SNAPSHOT_COMPLETE')
  }
  for (const price of ['110000', '110001']) bid(price)
  for (const each of [client, struck]) await each.next((frame) => at(frame, 'data.bids.0.price') === '110001')
  const numbers = ({ frames }: WsClient) =>
    frames.filter(({ update }) => update === 'UPDATE').map((frame) => frame['seqnum'])
  expect([numbers(client), numbers(struck)]).toEqual([['0', '1'], ['1']])
  struck.socket.terminate()
})

it.each(['ws-gapp', 'status=503'])('a handshake that asks for %s is refused in words', async (fault) => {
  const { hostname, port } = new URL(sandbox.wsUrl.replace('ws', 'http'))
  const headers = { connection: 'upgrade', upgrade: 'websocket', 'x-sandbox-fault': fault }
  const keys = { 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16).toString('base64') }
  const asked = request({ hostname, port, path: '/api/v1', headers: { ...headers, ...keys } })
  const answer = new Promise<IncomingMessage>((resolve) => asked.on('response', resolve))
  asked.end()
  const { statusCode } = await answer
  expect(statusCode).toBe(400)
  expect(await text(await answer)).toContain('ws-gap, ws-duplicate, ws-stale-snapshot, ws-drop, ws-silent')
})
