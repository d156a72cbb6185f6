import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { SessionClosedError } from '../src/errors/session-closed-error.ts'
import { trade } from './support/frames.ts'
import { BTC, CLOSING, confirmed, failure, opened, subscribed, withBook } from './support/start.ts'

describe('the end', () => {
  it('is told to one who starts to listen only afterwards', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    await script.did()
    depth.on('end', (error) => script.note(`end ${String(error)}`))
    expect(await script.did()).toEqual(['end undefined'])
    await script.end(...CLOSING)
  })

  it('of a book is told to one who starts to listen only afterwards', async () => {
    const { script, book } = await withBook()
    book.close()
    await script.did()
    book.on('end', (error) => script.note(`end ${String(error)}`))
    expect(await script.did()).toEqual(['end undefined'])
    await script.end(...CLOSING)
  })

  it('with an error can be iterated to and listened to', async () => {
    const script = await opened({ resolveSymbols: false, buffer: { capacity: 1 } }, { ping: true, pause: false })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    await script.receive(trade('1', '1'), trade('1', '2'))
    await script.did()
    const messages = trades[Symbol.asyncIterator]()
    await messages.next()
    await expect(messages.next()).rejects.toMatchObject({ code: 'buffer_overflowed', capacity: 1 })
    trades.on('end', (error) => script.note(`end ${error?.name}`))
    expect(await script.did()).toEqual(['end BufferOverflowError'])
    await script.end(...CLOSING)
  })

  it('of the client lets go of the signal that could have brought it', async () => {
    const { signal } = new AbortController()
    const script = await opened({ signal })
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await script.end(...CLOSING)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('of the client ends all that waits on the same signal, which has one listener: Node.js 20 warns of eleven', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const script = await opened({ signal })
    const books = Array.from({ length: 12 }, () => failure(script.client.orderBook(BTC, { signal })))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    controller.abort()
    expect(await script.did()).toEqual([...CLOSING])
    for (const book of books) expect(await book).toMatchObject({ code: 'session_closed' })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('of the client leaves nothing waiting for the name of its instrument', async () => {
    const script = await opened()
    await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    await script.receive(trade('1', '100'))
    expect(script.clock.pending).toBeGreaterThan(0)
    await script.end(...CLOSING, 'unrouted TRADE UPDATE')
  })

  it('of the client is awaited by everyone who asks for it, also from its own event', async () => {
    const script = await opened()
    script.ignoreClose()
    let left = 2
    script.client.on('state', ({ to }) => {
      if (to === 'closed') void script.client.close().then(() => left--)
    })
    void script.client.close().then(() => left--)
    expect([await script.did(), left]).toEqual([[...CLOSING], 2])
    await script.advance(2000)
    expect([await script.did(), left]).toEqual([['terminate'], 0])
    await script.end()
  })
})

describe('closing the client', () => {
  it('while it waits to connect again leaves no timer', async () => {
    const { script } = await subscribed()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.end('state closed')
  })

  it('rejects a subscription that is not confirmed yet', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
    expect(await outcome).toBeInstanceOf(SessionClosedError)
  })

  it('happens once, however often it is asked for', async () => {
    const script = await opened()
    await script.client.close()
    await script.client.close()
    expect(await script.did()).toEqual([...CLOSING])
    await script.end()
  })

  it('is final', async () => {
    const script = await opened()
    await script.end(...CLOSING)
    await expect(script.client.subscribe({ channel: 'DEPTH', items: [BTC] })).rejects.toMatchObject({
      code: 'session_closed',
    })
  })

  it('follows the signal of the client', async () => {
    const controller = new AbortController()
    const script = await opened({ signal: controller.signal })
    controller.abort()
    expect(await script.did()).toEqual([...CLOSING])
    await script.end()
  })

  it('gives up on a closing handshake that the other side never finishes', async () => {
    const script = await opened()
    script.ignoreClose()
    const closing = script.client.close()
    expect(await script.did()).toEqual([...CLOSING])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    await closing
    await script.end()
  })
})
