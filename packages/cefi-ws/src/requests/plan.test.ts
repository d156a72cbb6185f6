import { describe, expect, it } from 'vitest'
import type { SubscribableChannel } from '../generated/messages.ts'
import { type Held, interestKey, type Wanted } from './interests.ts'
import { planRequest } from './plan.ts'

/** `DEPTH BTC` with credentials, `DEPTH BTC open` without, `DEPTH BTC refresh` to be subscribed anew, `DEPTH BTC known` confirmed before. */
function interests(texts: readonly string[]): ReadonlyMap<string, Wanted & Held> {
  return new Map(
    texts.map((text) => {
      const [channel = '', item = '', note] = text.split(' ')
      const interest = {
        channel: channel as SubscribableChannel,
        item,
        signed: note !== 'open',
        refresh: note === 'refresh',
        turn: note === 'known' ? 0 : 1,
      }
      return [interestKey(interest.channel, item), interest]
    }),
  )
}

function plan(wanted: readonly string[], held: readonly string[], maxItems = 50): string | undefined {
  const request = planRequest(interests(wanted), interests(held), maxItems)
  if (request === undefined) return undefined
  const { action, channels, items, signed } = request
  return `${action} ${channels.join('+')} ${items.join('+')}${signed ? '' : ' open'}`
}

describe('the next request', () => {
  it.each([
    ['is none when all is as wanted', ['DEPTH A'], ['DEPTH A'], undefined],
    ['subscribes what is missing', ['DEPTH A', 'DEPTH B'], ['DEPTH A'], 'subscribe DEPTH B'],
    ['unsubscribes what nobody wants', [], ['DEPTH A'], 'unsubscribe DEPTH A'],
    ['unsubscribes before it subscribes', ['DEPTH B'], ['DEPTH A'], 'unsubscribe DEPTH A'],
    ['unsubscribes what is to come anew', ['DEPTH A'], ['DEPTH A refresh'], 'unsubscribe DEPTH A'],
    ['leaves one way of asking before it takes the other', ['DEPTH A'], ['DEPTH A open'], 'unsubscribe DEPTH A open'],
    ['combines channels with the same items', ['EBBO A', 'TRADE A'], [], 'subscribe EBBO+TRADE A'],
    ['keeps apart channels with other items', ['EBBO A', 'TRADE A', 'TRADE B'], [], 'subscribe EBBO A'],
    ['asks for INSTRUMENT first', ['TRADE B', 'INSTRUMENT A'], [], 'subscribe INSTRUMENT A'],
    ['asks for what is known before', ['INSTRUMENT A', 'DEPTH A', 'DEPTH B known'], [], 'subscribe DEPTH B'],
    ['keeps DROPCOPY apart from market data', ['DROPCOPY 7', 'DEPTH 7'], [], 'subscribe DEPTH 7'],
    ['comes to DROPCOPY in the end', ['DROPCOPY 7'], [], 'subscribe DROPCOPY 7'],
    ['never mixes credentials with none', ['DEPTH A', 'EBBO A open'], [], 'subscribe EBBO A open'],
  ])('%s', (_, wanted, held, expected) => {
    expect(plan(wanted, held)).toBe(expected)
  })

  it('holds no more items than allowed', () => {
    expect(plan(['DEPTH A', 'DEPTH B', 'DEPTH C'], [], 2)).toBe('subscribe DEPTH A+B')
  })
})
