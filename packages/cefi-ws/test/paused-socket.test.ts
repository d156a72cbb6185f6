import { describe, expect, it } from 'vitest'
import { confirmation, depthSnapshot, depthUpdate, instrument, trade } from './support/frames.ts'
import { BTC, CLOSING, confirmed, ETH, openBook, opened, withBook } from './support/start.ts'
import { paused, prices, read, trades, unanswered } from './support/trades.ts'

describe('a socket that is paused for a slow consumer', () => {
  it('is not taken for a dead server', async () => {
    const { script } = await paused()
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    await script.advance(600_000)
    expect(await script.did()).toEqual([])
    await script.end('state closed', 'resume', 'close 1000')
  })

  it('leaves no book live of which nobody has read for long, until the server has answered behind what had waited', async () => {
    const { script, book } = await withBook({ resolveSymbols: false, buffer: { capacity: 8 } })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC], ['TRADE', BTC]))
    const stream = await subscribing
    await script.receive(...prices(1, 4))
    expect(await script.did()).toEqual(['pause'])
    await script.receive(depthUpdate(BTC, [['99', '0']], [], '11'))
    await script.advance(4999)
    expect([await script.did(), book.state]).toEqual([[], 'live'])
    await script.advance(1)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    expect(await read(stream, 3)).toEqual(['1', '2', '3'])
    expect([await script.did(), book.bestBid]).toEqual([['resume', 'ping'], undefined])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('makes no snapshot whole by a silence that is our own', async () => {
    const script = await opened({ resolveSymbols: false, buffer: { capacity: 8 } })
    const book = await openBook(script)
    const stream = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }), ['DEPTH', BTC])
    await script.receive(depthSnapshot(BTC, [['99', '1']], [['101', '1']], '10'))
    await script.advance(1500)
    await script.receive(...prices(1, 4))
    expect(await script.did()).toEqual(['pause'])
    await script.advance(4000)
    expect([await script.did(), book.state]).toEqual([[], 'syncing'])
    await read(stream, 4)
    expect(await script.did()).toEqual(['resume'])
    await script.advance(499)
    expect([await script.did(), book.state]).toEqual([[], 'syncing'])
    await script.advance(1)
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('keeps no name from coming to what waits for it', async () => {
    const script = await opened({ buffer: { capacity: 8 } })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC, ETH] })
    const named = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    await script.did()
    const lists = [BTC, ETH] as const
    await script.receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', ...lists], ['TRADE', ...lists]))
    const stream = await subscribing
    const items: string[] = []
    ;(await named).on('message', (_, item) => items.push(item))
    await script.did()
    await script.receive(trade('eth', '1'), instrument(BTC, '1'), ...prices(1, 4))
    expect([await script.did(), items]).toEqual([['pause'], []])
    await script.receive(instrument(ETH, 'eth'))
    await script.advance(4000)
    await read(stream, 4)
    expect([await script.did(), items]).toEqual([['resume'], [ETH]])
    await script.end(...CLOSING)
  })

  it('is asked for a sign of life when it goes on and nothing has come meanwhile', async () => {
    const { script, stream } = await trades('error')
    stream.on('stale', (reason) => script.note(`stale: ${reason}`))
    await script.receive(...prices(1, 4))
    expect(await script.did()).toEqual(['pause'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale', 'stale: silence'])
    await read(stream, 3)
    expect(await script.did()).toEqual(['resume', 'ping'])
    await script.advance(9999)
    expect(await script.did()).toEqual([])
    await script.pong()
    expect(await script.did()).toEqual(['state live'])
    await script.end(...CLOSING)
  })

  it('is heard with the next word where no sign of life can be asked for', async () => {
    const { script, stream } = await paused({ ping: false, pause: true })
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    await read(stream, 3)
    expect(await script.did()).toEqual(['resume'])
    await script.receive(...prices(5, 5))
    expect(await script.did()).toEqual(['state live'])
    await script.end(...CLOSING)
  })

  it('leaves no timer when what had waited ends the connection while it is resumed', async () => {
    const script = await opened({ resolveSymbols: false, onGap: 'reconnect', buffer: { capacity: 8 } })
    const stream = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    await script.receive(...prices(1, 4))
    expect(await script.did()).toEqual(['pause'])
    await script.receive('{')
    await read(stream, 3)
    expect((await script.did()).slice(0, 4)).toEqual([
      'resume',
      'violation not JSON',
      'terminate',
      'state reconnecting',
    ])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.end('state closed', 'terminate')
  })

  it('goes on when its consumer is disposed of', async () => {
    const { script, stream } = await paused()
    await stream[Symbol.asyncDispose]()
    expect(await script.did()).toEqual(['resume', `send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.end(...CLOSING)
  })

  it('fails no request whose answer cannot be read meanwhile', async () => {
    const { script, stream } = await paused()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH], timeoutMs: 60_000 })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', BTC], ['DEPTH', ETH]))
    await script.advance(25_000)
    stream.close()
    expect(await script.did()).toEqual(['state stale', 'resume', 'ping', `send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await expect(subscribing).resolves.toMatchObject({ channel: 'DEPTH' })
    await script.end(...CLOSING)
  })

  it('that is read again gives up a request that nobody answers, as before', async () => {
    const { script, stream } = await paused()
    await read(stream, 4)
    expect(await script.did()).toEqual(['resume'])
    expect(await unanswered(script)).toMatchObject({ code: 'timed_out' })
    await script.end(...CLOSING)
  })

  it('is followed by another that is paused, if its consumer is still slow by then', async () => {
    const { script } = await paused()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', 'pause', `send SUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.end('state closed', 'resume', 'close 1000')
  })
})
