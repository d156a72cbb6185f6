import { describe, expect, it } from 'vitest'
import { BufferOverflowError } from '../src/errors/buffer-overflow-error.ts'
import { complete, confirmation, instrument } from './support/frames.ts'
import type { Platform } from './support/script.ts'
import { BTC, CLOSING, confirmed, ETH, opened } from './support/start.ts'
import { paused, prices, read, trades, unanswered } from './support/trades.ts'

const NO_PAUSE: Platform = { ping: true, pause: false }

describe('a consumer that is slow, under the policy error', () => {
  it('pauses the socket when its buffer is half full, and lets it go on when that is nearly empty', async () => {
    const { script, stream } = await paused()
    expect(await read(stream, 3)).toEqual(['1', '2', '3'])
    expect(await script.did()).toEqual(['resume'])
    expect([stream.buffered, stream.dropped]).toEqual([1, 0])
    await script.receive(...prices(5, 7))
    expect(await script.did()).toEqual(['pause'])
    await script.end('state closed', 'resume', 'close 1000')
  })

  it('loses nothing that came in while it was paused', async () => {
    const { script, stream } = await paused()
    await script.receive(...prices(5, 6))
    const reading = read(stream, 6)
    expect(await script.did()).toEqual(['resume'])
    expect(await reading).toEqual(['1', '2', '3', '4', '5', '6'])
    await script.end(...CLOSING)
  })

  it('is given what had been read already only as fast as it takes it, and not more than it holds', async () => {
    const { script, stream } = await trades('error')
    await script.receiveAtOnce(...prices(1, 20))
    expect([await script.did(), stream.buffered]).toEqual([['pause'], 4])
    const messages = stream[Symbol.asyncIterator]()
    for (let price = 1; price <= 17; price++) {
      expect((await messages.next()).value).toMatchObject({ data: { trade_price: String(price) } })
      expect(stream.buffered).toBeLessThanOrEqual(4)
    }
    expect([await script.did(), stream.buffered]).toEqual([[], 2])
    // That has grown old meanwhile, and to deliver it is no sign of life.
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    await messages.next()
    expect(await script.did()).toEqual(['resume', 'ping'])
    // Nor is what had waited on its way: the pong comes behind all of it.
    await script.receive(...prices(21, 21))
    expect([await script.did(), stream.buffered]).toEqual([[], 3])
    await script.pong()
    expect(await script.did()).toEqual(['state live'])
    await script.end(...CLOSING)
  })

  it('that ends while that is delivered changes nothing in the order of it', async () => {
    const { script, stream } = await trades('error')
    const [closer, last] = await Promise.all([
      script.client.subscribe({ channel: 'TRADE', items: [BTC] }),
      script.client.subscribe({ channel: 'TRADE', items: [BTC] }),
    ])
    const seen: unknown[] = []
    closer.on('message', () => {
      if (stream.buffered === 4 && seen.length > 4) stream.close()
    })
    last.on('message', (message) => seen.push(message.update === 'UPDATE' && message.data?.trade_price))
    await script.receiveAtOnce(...prices(1, 10))
    await read(stream, 3)
    await script.did()
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    await script.client.close()
  })

  it('is given nothing more of that when the client is closed meanwhile', async () => {
    const { script, stream } = await trades('error')
    await script.receiveAtOnce(...prices(1, 6))
    expect(await script.did()).toEqual(['pause'])
    script.client.on('message', () => void script.client.close())
    await read(stream, 3)
    expect(await script.did()).toEqual(['state closed', 'resume', 'close 1000', 'unrouted TRADE UPDATE'])
    await script.end()
  })

  it('holds up no request where sockets cannot be paused', async () => {
    const { script } = await trades('error', NO_PAUSE)
    await script.receive(...prices(1, 4))
    expect(await unanswered(script)).toMatchObject({ code: 'timed_out' })
    await script.end(...CLOSING)
  })

  it('ends with an error where sockets cannot be paused, after what was buffered', async () => {
    const { script, stream } = await trades('error', NO_PAUSE)
    await script.receive(...prices(1, 9))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    const messages = stream[Symbol.asyncIterator]()
    for (let index = 0; index < 8; index++) expect((await messages.next()).done).toBe(false)
    await expect(messages.next()).rejects.toThrow(BufferOverflowError)
    expect(await messages.next()).toEqual({ done: true, value: undefined })
    await script.end(...CLOSING)
  })

  it('loses no stream to what comes before it can read: that is bounded by the wait for its confirmation', async () => {
    const script = await opened({ resolveSymbols: false, maxItemsPerRequest: 1, buffer: { capacity: 8 } })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC, ETH] })
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', BTC]))
    await script.did()
    await script.receive(...prices(1, 10))
    // What comes in one breath with the confirmation comes before the promise can follow.
    await script.receiveAtOnce(confirmation('UNAUTHENTICATED', ['TRADE', BTC, ETH]), ...prices(11, 20))
    expect(await script.did()).toEqual(['pause'])
    const stream = await subscribing
    await script.receive(...prices(21, 22))
    const expected = Array.from({ length: 22 }, (_, index) => String(index + 1))
    expect(await read(stream, 22)).toEqual(expected)
    expect([await script.did(), stream.dropped]).toEqual([['resume'], 0])
    await script.end(...CLOSING)
  })

  it('is given what has waited for a name all at once, and is not ended by that', async () => {
    const script = await opened({ buffer: { capacity: 8 } })
    const stream = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    await script.receive(...prices(1, 20), instrument(BTC, '1'))
    expect(await script.did()).toEqual(['pause'])
    expect(await read(stream, 20)).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)))
    expect(await script.did()).toEqual(['resume'])
    await script.end(...CLOSING)
  })
})

describe('a consumer that is slow', () => {
  it('gets the newest messages under dropOldest, and the count of the others', async () => {
    const { script, stream } = await trades('dropOldest')
    await script.receive(...prices(1, 20))
    expect(stream.dropped).toBe(12)
    expect(await read(stream, 8)).toEqual(['13', '14', '15', '16', '17', '18', '19', '20'])
    await script.end(...CLOSING)
  })

  it('gets the newest message of each item under latest', async () => {
    const script = await opened({ buffer: { policy: 'latest' } })
    const subscribing = script.client.subscribe({ channel: 'INSTRUMENT', items: [BTC, ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH INSTRUMENT ${BTC}+${ETH}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', BTC, ETH]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    const stream = await subscribing
    await script.receive(instrument(BTC, '1', '0'), instrument(ETH, '2', '1'), instrument(BTC, '1', '2'))
    // The end of a snapshot says nothing of an instrument.
    await script.receive(complete('INSTRUMENT', BTC), complete('INSTRUMENT', ETH))
    expect([stream.buffered, stream.dropped]).toEqual([2, 3])
    const messages = stream[Symbol.asyncIterator]()
    expect((await messages.next()).value).toMatchObject({ data: { id: '1' }, seqnum: '2' })
    expect((await messages.next()).value).toMatchObject({ data: { id: '2' }, seqnum: '1' })
    await script.receive(complete('INSTRUMENT', BTC))
    expect((await messages.next()).value).toMatchObject({ update: 'SNAPSHOT_COMPLETE', item: BTC })
    await script.end(...CLOSING)
  })

  it('gets the newest message of each instrument under latest, where nothing names them', async () => {
    const script = await opened({ resolveSymbols: false, buffer: { policy: 'latest' } })
    const stream = await confirmed(script, script.client.subscribe({ channel: 'EBBO', items: [BTC, ETH] }))
    const quote = (id: string, seqnum: string): object => ({ channel: 'EBBO', update: 'UPDATE', seqnum, data: { id } })
    await script.receive(quote('1', '0'), quote('2', '1'), quote('1', '2'))
    expect([stream.buffered, stream.dropped]).toEqual([2, 1])
    const messages = stream[Symbol.asyncIterator]()
    expect((await messages.next()).value).toMatchObject({ data: { id: '1' }, seqnum: '2' })
    expect((await messages.next()).value).toMatchObject({ data: { id: '2' }, seqnum: '1' })
    await script.end(...CLOSING)
  })
})
