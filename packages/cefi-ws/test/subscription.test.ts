import { describe, expect, it } from 'vitest'
import { confirmation, depthSnapshot, instrument, trade } from './support/frames.ts'
import { BTC, CLOSING, ETH, opened, subscribed } from './support/start.ts'
import { paused, prices, trades } from './support/trades.ts'

describe('a subscription', () => {
  it('resolves when the server lists every item, and then delivers, with the symbols of what is named by id', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH INSTRUMENT+TRADE ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', BTC], ['TRADE', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    const trades = await subscribing
    trades.on('message', (message, item) => script.note(`${message.channel} of ${item}`))
    await script.receive(instrument(BTC, '7'), trade('7', '100.5'))
    expect([await script.did(), script.client.symbolOf('7')]).toEqual([[`TRADE of ${BTC}`], BTC])
    await script.end(...CLOSING)
  })

  it('delivers what waited to the first listener, and buffers no more', async () => {
    const { script, stream } = await trades('error')
    await script.receive(...prices(1, 2))
    stream.on('message', (message) => {
      if (message.channel === 'TRADE' && message.update === 'UPDATE') script.note(`trade ${message.data?.trade_price}`)
    })
    expect(await script.did()).toEqual(['trade 1', 'trade 2'])
    await script.receive(...prices(3, 3))
    expect(await script.did()).toEqual(['trade 3'])
    expect(stream.buffered).toBe(0)
    await script.end(...CLOSING)
  })

  it('lets the socket go on when its first listener has taken what waited', async () => {
    const { script, stream } = await paused()
    stream.on('message', () => {})
    expect([await script.did(), stream.buffered]).toEqual([['resume'], 0])
    await script.end(...CLOSING)
  })

  it('that is closed delivers nothing more, not even what waited', async () => {
    const { script, stream } = await trades('error')
    await script.receive(...prices(1, 2))
    const messages = stream[Symbol.asyncIterator]()
    stream.close()
    expect([stream.buffered, await messages.next()]).toEqual([0, { done: true, value: undefined }])
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.end(...CLOSING)
  })

  it('answers calls of next() in the order they were made', async () => {
    const { script, stream } = await trades('error')
    const messages = stream[Symbol.asyncIterator]()
    const both = Promise.all([messages.next(), messages.next()])
    await script.receive(...prices(1, 2))
    expect((await both).map(({ value }) => value)).toMatchObject([
      { data: { trade_price: '1' } },
      { data: { trade_price: '2' } },
    ])
    await script.end(...CLOSING)
  })

  it('is let go when an iteration is left', async () => {
    const { script, stream } = await trades('error')
    await script.receive(...prices(1, 2))
    for await (const message of stream) {
      expect(message.channel).toBe('TRADE')
      break
    }
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.end(...CLOSING)
  })

  it('can be iterated by hand first, and in a loop from there', async () => {
    const { script, stream } = await trades('error')
    await script.receive(...prices(1, 3))
    const messages = stream[Symbol.asyncIterator]()
    expect((await messages.next()).value).toMatchObject({ data: { trade_price: '1' } })
    for await (const message of messages) {
      expect(message).toMatchObject({ data: { trade_price: '2' } })
      break
    }
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.end(...CLOSING)
  })

  it('is let go when a loop over it throws, and when it goes out of scope', async () => {
    const { script, stream } = await trades('error')
    await script.receive(...prices(1, 2))
    const looping = async (): Promise<void> => {
      for await (const message of stream) throw new Error(message.channel)
    }
    await expect(looping()).rejects.toThrow('TRADE')
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    const using = async (): Promise<void> => {
      const subscribing = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
      expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH TRADE ${ETH}`])
      await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', ETH]))
      await using again = await subscribing
      expect(again.items).toEqual([ETH])
    }
    await using()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${ETH}`])
    await script.end(...CLOSING)
  })

  it.each(['iterates', 'listens'])('refuses an iteration when somebody %s already', async (how) => {
    const { script, stream } = await trades('error')
    if (how === 'iterates') stream[Symbol.asyncIterator]()
    else stream.on('message', () => {})
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      how === 'iterates' ? 'This subscription is already iterated.' : 'This subscription has a message listener.',
    )
    await script.end(...CLOSING)
  })

  it('passes messages of a snapshot in their order', async () => {
    const { script, depth } = await subscribed()
    await script.receive(depthSnapshot(BTC, [], []), { channel: 'DEPTH', update: 'SNAPSHOT_COMPLETE', item: BTC })
    const updates: string[] = []
    for await (const message of depth) {
      updates.push(message.update)
      if (updates.length === 2) break
    }
    expect(updates).toEqual(['SNAPSHOT', 'SNAPSHOT_COMPLETE'])
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})
