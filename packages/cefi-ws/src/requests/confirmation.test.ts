import { describe, expect, it } from 'vitest'
import type { Confirmation } from '../generated/messages.ts'
import { judge } from './confirmation.ts'
import type { RequestPlan } from './request.ts'

const plan: RequestPlan = { action: 'subscribe', channels: ['INSTRUMENT', 'TRADE'], items: ['A', 'B'], signed: false }

/** A confirmation whose list nobody has checked. */
function listing(...subscriptions: readonly unknown[]): Confirmation {
  return { channel: 'WEBSOCKET', update: 'SNAPSHOT', subscriptions } as Confirmation
}

describe('a subscription to several channels', () => {
  it('is accepted when every item is in force on each, in whatever order and however it is listed', () => {
    const lists = [['B'], ['A']].flatMap((item_names) => [
      { channel: 'TRADE', item_names },
      { channel: 'INSTRUMENT', item_names },
    ])
    expect(judge(plan, listing(...lists), false)).toEqual({ kind: 'accepted' })
  })

  it('is refused for an item that is in force on one of them alone', () => {
    const lists = [
      { channel: 'INSTRUMENT', item_names: ['A', 'B'] },
      { channel: 'TRADE', item_names: ['A'] },
    ]
    expect(judge(plan, listing(...lists), false)).toMatchObject({ kind: 'refused', items: new Set(['B']) })
  })

  it('has not ended while an item is in force on one of them', () => {
    const answer = judge({ ...plan, action: 'unsubscribe' }, listing({ channel: 'TRADE', item_names: ['A'] }), false)
    expect(answer).toMatchObject({ kind: 'refused', items: new Set(['A']) })
  })
})

it.each<[string, unknown]>([
  ['an item that is a number, whose digits may be lost', { channel: 'DROPCOPY', item_names: [7] }],
  ['items that are no list', { channel: 'DROPCOPY', item_names: '7' }],
  ['a channel that is no text', { channel: ['DROPCOPY'], item_names: ['7'] }],
  ['nothing', null],
])('takes %s for no word that it is in force', (_, entry) => {
  const asked: RequestPlan = { action: 'subscribe', channels: ['DROPCOPY'], items: ['7'], signed: true }
  expect(judge(asked, listing(entry), false)).toMatchObject({ kind: 'refused', items: new Set(['7']) })
})
