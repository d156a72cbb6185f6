import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import type { OrderBook } from '../../src/book/order-book.ts'
import type { CefiWsClientOptions } from '../../src/options.ts'
import type { Subscription } from '../../src/subscription/subscription.ts'
import { complete, confirmation, depthSnapshot } from './frames.ts'
import { type Platform, Script, SECRET } from './script.ts'

/** Credentials whose secret the scripts know. */
export const auth = hmacKey({ organizationId: 'org', keyId: 'key', secret: SECRET })

export const BTC = 'BTC-PYUSD'
export const ETH = 'ETH-PYUSD'

/** A client whose socket is open and has said nothing yet. */
export async function opened(options: CefiWsClientOptions = {}, platform?: Platform): Promise<Script> {
  const script = new Script(options, platform)
  assert.deepEqual(await script.did(), ['connect'])
  await script.open()
  assert.deepEqual(await script.did(), ['state open'])
  return script
}

/** A client that is subscribed to DEPTH of one item, with credentials if it has any. */
export async function subscribed(
  options: CefiWsClientOptions = {},
  platform?: Platform,
): Promise<{ readonly script: Script; readonly depth: Subscription<'DEPTH'> }> {
  const script = await opened(options, platform)
  const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
  await confirmDepth(script, options.auth !== undefined)
  return { script, depth: await subscribing }
}

/** Opens a book that notes its states and has no snapshot yet. */
export async function openBook(script: Script, { signed = false } = {}): Promise<OrderBook> {
  const opening = script.client.orderBook(BTC)
  await confirmDepth(script, signed)
  const book = await opening
  book.on('state', (state, trouble) =>
    script.note(trouble === undefined ? `book ${state}` : `book ${state}: ${trouble}`),
  )
  return book
}

/** A client with one book that is live: bid 99, ask 101, numbered 10. */
export async function withBook(
  options: CefiWsClientOptions = {},
  platform?: Platform,
): Promise<{ readonly script: Script; readonly book: OrderBook }> {
  const script = await opened(options, platform)
  const book = await openBook(script, { signed: options.auth !== undefined })
  await script.receive(depthSnapshot(BTC, [['99', '1']], [['101', '1']], '10'), complete('DEPTH', BTC))
  assert.deepEqual(await script.did(), ['book live'])
  return { script, book }
}

async function confirmDepth(script: Script, signed: boolean): Promise<void> {
  if (signed) {
    assert.deepEqual(await script.did(), [`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    assert.deepEqual(await script.did(), ['status AUTHENTICATED', 'state live'])
  } else {
    assert.deepEqual(await script.did(), [`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    assert.deepEqual(await script.did(), ['status UNAUTHENTICATED', 'state live'])
  }
}

/**
 * What was asked for, once the server has confirmed it beside what it lists already. For tests of what comes after that: nothing is
 * made of what the client does meanwhile.
 */
export async function confirmed<Result>(
  script: Script,
  asked: Promise<Result>,
  ...already: readonly (readonly [string, ...string[]])[]
): Promise<Result> {
  const request = (await script.did()).find((line) => line.startsWith('send SUBSCRIBE'))
  assert(request, 'nothing was asked of the server')
  const [, type = '', channels = '', items = ''] = request.split(' ')
  const status = type.endsWith('NO_AUTH') ? 'UNAUTHENTICATED' : 'AUTHENTICATED'
  const pairs = channels.split('+').map((channel): [string, ...string[]] => [channel, ...items.split('+')])
  await script.receive(confirmation(status, ...already, ...pairs))
  const result = await asked
  await script.did()
  return result
}

/** The error that a promise is rejected with. To be called at once, so that the rejection is never unhandled. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It was expected to fail, and did not.')
}

/** What an open client does when it is closed. */
export const CLOSING = ['state closed', 'close 1000'] as const
