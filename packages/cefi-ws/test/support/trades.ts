import assert from 'node:assert/strict'
import type { Subscription } from '../../src/subscription/subscription.ts'
import { confirmation, trade } from './frames.ts'
import type { Platform, Script } from './script.ts'
import { BTC, opened } from './start.ts'

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

/** Trades at these prices, one after the other. */
export function prices(from: number, to: number): object[] {
  return Array.from({ length: to - from + 1 }, (_, index) => trade('1', String(from + index)))
}
