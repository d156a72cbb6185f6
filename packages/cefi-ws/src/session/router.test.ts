import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import type { SubscribableChannel } from '../generated/messages.ts'
import { defaultBuffer } from '../subscription/buffer.ts'
import { Stream } from '../subscription/subscription.ts'
import type { DataMessage } from '../wire.ts'
import { Router } from './router.ts'

interface Routing {
  readonly router: Router
  readonly clock: VirtualRuntime
  readonly told: string[]
  readonly send: (channel: SubscribableChannel, seqnum: number, data?: object, more?: object) => void
}

/** A router with subscriptions, and what they were given: `TRADE BTC: 7` for sequence number 7. */
function routing(
  waitForNames: boolean,
  ...subscriptions: readonly (readonly [SubscribableChannel, ...string[]])[]
): Routing {
  const told: string[] = []
  const clock = new VirtualRuntime(0)
  const router = new Router({
    afterReading: (delayMs, run) => clock.after(delayMs, run),
    nameTimeoutMs: waitForNames ? 2000 : undefined,
    onUnrouted: ({ seqnum }) => told.push(`nobody: ${seqnum}`),
  })
  for (const [channel, ...items] of subscriptions) {
    const stream = new Stream(channel, items, defaultBuffer, {
      onPressure: () => {},
      onEnd: () => {},
      isPaused: () => false,
    })
    stream.on('message', (message, item) => told.push(`${channel} ${item}: ${message.seqnum}`))
    router.add(stream)
  }
  const send = (channel: SubscribableChannel, seqnum: number, data?: object, more: object = {}): void =>
    router.route({ channel, update: 'UPDATE', seqnum: String(seqnum), data, ...more } as unknown as DataMessage)
  return { router, told, send, clock }
}

const named = (id: string, symbol: string): object => ({ id, info: { symbol } })

describe('a message is given to', () => {
  it('the item that it names', () => {
    const { told, send } = routing(true, ['DEPTH', 'BTC', 'ETH'], ['INSTRUMENT', 'ETH'])
    send('DEPTH', 1, { symbol: 'BTC' })
    send('INSTRUMENT', 2, named('7', 'ETH'))
    send('INSTRUMENT', 3, { id: '7' })
    send('DEPTH', 4, undefined, { update: 'SNAPSHOT_COMPLETE', item: 'ETH' })
    expect(told).toEqual(['DEPTH BTC: 1', 'INSTRUMENT ETH: 2', 'INSTRUMENT ETH: 3', 'DEPTH ETH: 4'])
  })

  it('the client that an order report names, under any of its spellings', () => {
    const { told, send } = routing(true, ['DROPCOPY', '1', '2'])
    for (const [index, member] of ['order_info', 'order', 'modify_info', 'modify'].entries()) {
      send('DROPCOPY', index, { [member]: { client_id: '2' } })
    }
    expect(told).toEqual(['DROPCOPY 2: 0', 'DROPCOPY 2: 1', 'DROPCOPY 2: 2', 'DROPCOPY 2: 3'])
  })

  it('every subscription of the channel when it names none, each once', () => {
    const { told, send } = routing(true, ['DROPCOPY', '1', '2'], ['DROPCOPY', '3'])
    send('DROPCOPY', 1, { text: 'hello' })
    expect(told).toEqual(['DROPCOPY : 1', 'DROPCOPY : 1'])
  })

  it.each([
    ['leaves the id out', {}],
    ['has null for an id', { id: null }],
    // 18 digits without quotes: the last of them are lost.
    ['has a number for an id', { id: 78901949723181070 }],
  ])('the only item of the channel when it %s', (_, data) => {
    const { told, send } = routing(true, ['TRADE', 'BTC'])
    send('TRADE', 1, data)
    expect(told).toEqual(['TRADE BTC: 1'])
  })

  it('nobody when nobody wants it', () => {
    const { told, send } = routing(true, ['DEPTH', 'BTC'])
    send('DEPTH', 1, { symbol: 'ETH' })
    send('TRADE', 2, { id: '7' })
    expect(told).toEqual(['nobody: 1', 'nobody: 2'])
  })

  it('nobody once its subscription is gone', () => {
    const { router, told, send } = routing(true, ['DEPTH', 'BTC'])
    for (const stream of router.streams()) router.remove(stream)
    send('DEPTH', 1, { symbol: 'BTC' })
    expect(told).toEqual(['nobody: 1'])
  })
})

describe('an id without a name', () => {
  it.each(['TRADE', 'EBBO'] as const)('of %s waits until INSTRUMENT names it, and keeps its place', (channel) => {
    const { told, send } = routing(true, [channel, 'BTC', 'ETH'])
    send(channel, 1, { id: '7' })
    send(channel, 2, { id: '8' })
    send(channel, 3, { id: '7' })
    expect(told).toEqual([])
    send('INSTRUMENT', 4, named('7', 'BTC'))
    expect(told).toEqual([`${channel} BTC: 1`, `${channel} BTC: 3`])
    send('INSTRUMENT', 5, named('8', 'ETH'))
    expect(told.slice(2)).toEqual([`${channel} ETH: 2`])
  })

  it.each([['BTC'], [undefined]])('keeps back what says that its snapshot is whole, be it of %s', async (item) => {
    const { told, send, clock } = routing(true, ['EBBO', 'BTC', 'ETH'])
    send('EBBO', 1, { id: '7' }, { update: 'SNAPSHOT' })
    send('EBBO', 2, undefined, { update: 'SNAPSHOT_COMPLETE', item })
    expect(told).toEqual([])
    send('INSTRUMENT', 3, named('7', 'BTC'))
    send('EBBO', 4, { id: '8' }, { update: 'SNAPSHOT' })
    send('EBBO', 5, undefined, { update: 'SNAPSHOT_COMPLETE', item: 'BTC' })
    send('EBBO', 6, undefined, { update: 'SNAPSHOT_COMPLETE', item: 'ETH' })
    await clock.advance(2000, async () => {})
    expect([told, clock.pending]).toEqual([
      ['EBBO BTC: 1', `EBBO ${item ?? ''}: 2`, 'EBBO BTC: 5', 'EBBO : 4', 'EBBO ETH: 6'],
      0,
    ])
  })

  it('waits for two seconds, and is then delivered without one, as is what follows of it', async () => {
    const { told, send, clock } = routing(true, ['TRADE', 'BTC'])
    send('TRADE', 1, { id: '7' })
    await clock.advance(1000, async () => {})
    send('TRADE', 2, { id: '7' })
    await clock.advance(999, async () => {})
    expect(told).toEqual([])
    await clock.advance(1, async () => {})
    send('TRADE', 3, { id: '7' })
    expect([told, clock.pending]).toEqual([['TRADE : 1', 'TRADE : 2', 'TRADE : 3'], 0])
    send('INSTRUMENT', 4, named('7', 'BTC'))
    send('TRADE', 5, { id: '7' })
    expect(told.slice(3)).toEqual(['TRADE BTC: 5'])
  })

  it('waits no longer because what is named already is named again', async () => {
    const { told, send, clock } = routing(true, ['TRADE', 'BTC'])
    send('INSTRUMENT', 1, named('8', 'ETH'))
    send('TRADE', 2, { id: '7' })
    await clock.advance(1500, async () => {})
    send('INSTRUMENT', 3, named('8', 'ETH'))
    await clock.advance(500, async () => {})
    expect(told).toEqual(['TRADE : 2'])
  })

  it('waits anew on a new connection', async () => {
    const { router, told, send, clock } = routing(true, ['TRADE', 'BTC'])
    send('TRADE', 1, { id: '7' })
    await clock.advance(2000, async () => {})
    router.reset()
    send('TRADE', 2, { id: '7' })
    send('INSTRUMENT', 3, named('7', 'BTC'))
    expect([told, clock.pending]).toEqual([['TRADE : 1', 'TRADE BTC: 2'], 0])
  })

  it('waits among 256 at most; one more, and none waits any longer', () => {
    const { told, send, clock } = routing(true, ['TRADE', 'BTC', 'ETH'])
    for (let index = 0; index < 256; index++) send('TRADE', index, { id: '7' })
    expect(told).toEqual([])
    send('TRADE', 256, { id: '7' })
    expect([told.length, told[0], told.at(-1), clock.pending]).toEqual([257, 'TRADE : 0', 'TRADE : 256', 0])
  })

  it('waits no longer than its connection lasts, and that is told', () => {
    const { router, told, send, clock } = routing(true, ['TRADE', 'BTC', 'ETH'])
    send('TRADE', 1, { id: '7' })
    router.reset()
    expect([told, clock.pending]).toEqual([['nobody: 1'], 0])
    send('INSTRUMENT', 2, named('7', 'BTC'))
    expect(told).toHaveLength(1)
  })

  it.each([[['BTC', 'ETH']], [['BTC']]])('goes to every subscription where names are not asked for: %j', (items) => {
    const { told, send } = routing(false, ['TRADE', ...items])
    // It may be of an item that was unsubscribed and still comes.
    send('TRADE', 1, { id: '7' })
    expect(told).toEqual(['TRADE : 1'])
  })
})
