import { describe, expect, it } from 'vitest'
import { confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, failure, opened, subscribed, withBook } from './support/start.ts'

/** Nothing is left of a client that was closed, and no timer that could bring it back. */
function expectNothingLeft(script: Script): void {
  expect(script.client.state).toBe('closed')
  expect(script.clock.pending).toBe(0)
  expect(script.isOpen).toBe(false)
}

describe('a client that is closed by one who is told', () => {
  it('that another connection is tried does not try it', async () => {
    const script = await opened()
    script.client.on('state', ({ to }) => {
      if (to === 'connecting') void script.client.close()
    })
    await script.drop(1006)
    await script.did()
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'state closed'])
    expectNothingLeft(script)
  })

  it('that it is open does not come back to rotate', async () => {
    const script = new Script({ rotateAfterMs: 1000 })
    script.client.on('state', ({ to }) => {
      if (to === 'open') void script.client.close()
    })
    await script.did()
    await script.open()
    expect(await script.did()).toEqual(['state open', ...CLOSING])
    expectNothingLeft(script)
  })

  it('of a gap leaves nothing to be fetched', async () => {
    const { script } = await withBook({ auth })
    script.client.on('gap', () => void script.client.close())
    await script.receive(depthUpdate(BTC, [], [], '20'))
    expect(await script.did()).toEqual(['gap DEPTH 10..20', ...CLOSING, 'book stale: ended', 'unrouted DEPTH UPDATE'])
    expectNothingLeft(script)
  })

  it('that its credentials have expired leaves nothing to be signed', async () => {
    const { script } = await subscribed({ auth })
    script.client.on('status', () => void script.client.close())
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', ...CLOSING])
    expectNothingLeft(script)
  })

  it('that something is in force no longer leaves nothing to be restored', async () => {
    const { script, depth } = await subscribed()
    depth.on('stale', () => void script.client.close())
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([...CLOSING])
    expectNothingLeft(script)
  })

  it('of a message leaves nothing waiting for the name of its instrument', async () => {
    const script = await opened()
    await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    script.client.on('message', () => void script.client.close())
    await script.receive(trade('1', '100'))
    expect(await script.did()).toEqual([...CLOSING, 'unrouted TRADE UPDATE'])
    expectNothingLeft(script)
  })

  it('that a connection takes over reads nothing more of it', async () => {
    const { script } = await withBook({ auth, rotateAfterMs: 1000 })
    script.client.on('rotate', () => void script.client.close())
    await script.advance(1000)
    await script.did()
    await script.on(1).open()
    await script.did()
    script.client.on('message', ({ channel, update }) => script.note(`${channel} ${update}`))
    await script.on(1).receiveAtOnce(confirmation('AUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], [], '5'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', ...CLOSING, 'book stale: ended'])
    expectNothingLeft(script)
  })

  it('that a request is sent fails the subscription that it is sent for', async () => {
    const { script } = await subscribed()
    script.client.on('request', () => void script.client.close())
    const failed = failure(script.client.orderBook(BTC))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`, ...CLOSING])
    expect(await failed).toMatchObject({ code: 'session_closed' })
    expectNothingLeft(script)
  })
})

describe('a book that is closed by one who is told', () => {
  it('that its snapshot has begun does not become live', async () => {
    const { script, book } = await withBook()
    book.on('state', (state) => {
      if (state === 'syncing') book.close()
    })
    await script.receive(depthSnapshot(BTC, [], []))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED'))
    await script.advance(2000)
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.end(...CLOSING)
  })
})
