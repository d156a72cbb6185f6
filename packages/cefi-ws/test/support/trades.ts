import assert from 'node:assert/strict'
import type { Subscription } from '../../src/subscription/subscription.ts'
import { confirmation, trade } from './frames.ts'
import type { Platform, Script } from './script.ts'
import { BTC, ETH, failure, opened } from './start.ts'

/** A subscription to TRADE whose buffer holds eight messages. */
export async function trades(
  policy: 'error' | 'latest' | 'dropOldest',
  platform?: Platform,
): Promise<{ readonly script: Script; readonly stream: Subscription<'TRADE'> }> {
  const script = await opened({ resolveSymbols: false, buffer: { policy, capacity: 8 } }, platform)
  const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
  assert.deepEqual(await script.did(), [`send SUBSCRIBE_NO_AUTH TRADE ${BTC}`])
  await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', BTC]))
  assert.deepEqual(await script.did(), ['status UNAUTHENTICATED', 'state live'])
  return { script, stream: await subscribing }
}

/** The same under the policy `error`, whose buffer is half full: the socket is paused. */
export async function paused(platform?: Platform): ReturnType<typeof trades> {
  const { script, stream } = await trades('error', platform)
  await script.receive(...prices(1, 4))
  assert.deepEqual(await script.did(), ['pause'])
  return { script, stream }
}

/** The prices of the next trades. */
export async function read(stream: Subscription<'TRADE'>, count: number): Promise<(string | undefined)[]> {
  const messages = stream[Symbol.asyncIterator]()
  const found: (string | undefined)[] = []
  for (let index = 0; index < count; index++) {
    const { value } = await messages.next()
    if (value?.channel === 'TRADE' && value.update === 'UPDATE') found.push(value.data?.trade_price)
  }
  return found
}

/** Asks for what the server never answers, and gives the error of it. */
export async function unanswered(script: Script): Promise<unknown> {
  const subscribing = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
  assert.deepEqual(await script.did(), [`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
  await script.advance(10_000)
  assert.deepEqual(await script.did(), [`send UNSUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
  return subscribing
}

/** Trades at these prices, one after the other. */
export function prices(from: number, to: number): object[] {
  return Array.from({ length: to - from + 1 }, (_, index) => trade('1', String(from + index)))
}
