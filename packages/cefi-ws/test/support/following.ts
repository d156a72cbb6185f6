import assert from 'node:assert/strict'
import type { CefiWsClientOptions } from '../../src/options.ts'
import type { Subscription } from '../../src/subscription/subscription.ts'
import { confirmation } from './frames.ts'
import type { Script } from './script.ts'
import { auth, BTC, confirmed, opened } from './start.ts'

/** A client that follows trades and notes them, and whose next connection has just been opened. */
export async function following(
  more: CefiWsClientOptions = {},
): Promise<{ readonly script: Script; readonly trades: Subscription<'TRADE'> }> {
  const options = { auth, rotateAfterMs: 10_000, resolveSymbols: false, ...more }
  const script = await opened(options)
  const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
  trades.on('stale', (reason) => script.note(`stale: ${reason}`))
  trades.on('message', (message) => {
    if (message.channel === 'TRADE' && message.update === 'UPDATE') script.note(`trade ${message.data?.trade_price}`)
  })
  await script.advance(10_000)
  await script.did()
  await script.on(1).open()
  await script.did()
  return { script, trades }
}

/** A request whose answer comes after everything that the one in use has told. */
export const PARTING = `send UNSUBSCRIBE TRADE ${BTC}`

/** The next connection has everything: the one in use answers once more, and is left. */
export async function isLeft(script: Script): Promise<void> {
  assert.deepEqual(await script.did(), [PARTING])
  await script.on(0).receive(confirmation('AUTHENTICATED'))
  assert.deepEqual(await script.did(), ['close 1000', 'rotate'])
}
