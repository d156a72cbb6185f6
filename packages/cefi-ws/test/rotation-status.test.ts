import { describe, expect, it } from 'vitest'
import type { Subscription } from '../src/subscription/subscription.ts'
import { confirmation } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, opened } from './support/start.ts'

const REPORTS = ['DROPCOPY', '7'] as const
const QUOTES = ['EBBO', BTC] as const

/** A client that follows quotes without credentials and order reports with them, and whose next connection has just been opened. */
async function mixed(): Promise<{ readonly script: Script; readonly reports: Subscription<'DROPCOPY'> }> {
  const script = await opened({ auth, rotateAfterMs: 10_000, resolveSymbols: false })
  await confirmed(script, script.client.subscribe({ channel: 'EBBO', items: [BTC], signed: false }))
  const reports = await confirmed(script, script.client.subscribe({ channel: 'DROPCOPY', items: ['7'] }), QUOTES)
  reports.on('stale', (reason) => script.note(`stale: ${reason}`))
  await script.did()
  await script.advance(10_000)
  expect(await script.did()).toEqual(['connect'])
  await script.on(1).open()
  expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH EBBO ${BTC}`])
  await script.on(1).receive(confirmation('UNAUTHENTICATED', QUOTES))
  expect(await script.did()).toEqual(['send SUBSCRIBE DROPCOPY 7'])
  return { script, reports }
}

describe('the status of the next connection', () => {
  it('is not what it was before its credentials were accepted', async () => {
    const { script } = await mixed()
    const quote = { channel: 'EBBO', update: 'SNAPSHOT', status: 'UNAUTHENTICATED', data: { id: '1' } }
    await script.on(1).receive(quote, confirmation('AUTHENTICATED', QUOTES, REPORTS))
    expect(await script.did()).toEqual(['send UNSUBSCRIBE DROPCOPY 7'])
    await script.on(0).receive(confirmation('AUTHENTICATED', QUOTES))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    // From now on it is what the connection in use says.
    await script.on(0).receive({ ...quote, update: 'UPDATE' })
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      'stale: unauthenticated',
      'send UNSUBSCRIBE DROPCOPY 7',
      'state authenticating',
      'stale: resubscribing',
    ])
    await script.end(...CLOSING)
  })

  it.each<[string, object]>([
    ['a word about the connection', { ...confirmation('UNAUTHENTICATED', QUOTES, REPORTS), update: 'UPDATE' }],
    ['what it delivers', { channel: 'EBBO', update: 'UPDATE', status: 'UNAUTHENTICATED', data: { id: '1' } }],
  ])('that takes its credentials back by %s keeps the one in use', async (_, word) => {
    const { script } = await mixed()
    await script.on(1).receive(confirmation('AUTHENTICATED', QUOTES, REPORTS))
    expect(await script.did()).toEqual(['send UNSUBSCRIBE DROPCOPY 7'])
    await script.on(1).receive(word)
    expect(await script.did()).toEqual(['close 1000'])
    await script.on(0).receive(confirmation('AUTHENTICATED', QUOTES))
    expect(await script.did()).toEqual(['stale: resubscribing', 'send SUBSCRIBE DROPCOPY 7'])
    await script.end(...CLOSING)
  })
})
