import { describe, expectTypeOf, it } from 'vitest'
import type {
  CefiWsClient,
  DepthMessage,
  DropCopyOrder,
  EbboMessage,
  ServerMessage,
  SnapshotComplete,
  Subscription,
  TradeMessage,
} from '../src/index.ts'

describe('the types', () => {
  it('tell messages apart by channel and update', () => {
    type Depth = Extract<ServerMessage, { channel: 'DEPTH'; update: 'SNAPSHOT' | 'UPDATE' }>
    expectTypeOf<Depth>().toEqualTypeOf<DepthMessage>()
    expectTypeOf((message: ServerMessage) => {
      if (message.channel === 'EBBO' && message.update === 'UPDATE') return message
      return undefined
    }).returns.toEqualTypeOf<EbboMessage | undefined>()
  })

  it('give a subscription the messages of its channel', () => {
    const subscribe = (client: CefiWsClient) => client.subscribe({ channel: 'TRADE', items: ['BTC-PYUSD'] })
    expectTypeOf(subscribe).returns.resolves.toEqualTypeOf<Subscription<'TRADE'>>()
    type Next = Awaited<ReturnType<ReturnType<Subscription<'TRADE'>[typeof Symbol.asyncIterator]>['next']>>
    expectTypeOf<Next>().toEqualTypeOf<IteratorResult<TradeMessage | SnapshotComplete, undefined>>()
  })

  it('refuse a channel that does not exist, and items that are no texts', () => {
    const client = {} as CefiWsClient
    // @ts-expect-error there is no such channel
    expectTypeOf(() => client.subscribe({ channel: 'NEWS', items: ['A'] })).toBeFunction()
    // @ts-expect-error items are texts
    expectTypeOf(() => client.subscribe({ channel: 'DEPTH', items: [7] })).toBeFunction()
  })

  it('keep every number of an order a text', () => {
    expectTypeOf<DropCopyOrder['executed_qty']>().toEqualTypeOf<string | undefined>()
  })
})
