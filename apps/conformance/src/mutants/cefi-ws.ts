import type { Subject } from '../case/define.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { type Mutant, onFrame, rows, textOf } from './mutant.ts'

const subscription: Subject[] = ['cefi-ws.subscription']
const depth: Subject[] = ['cefi-ws.depth']
const confirmation: Subject[] = ['cefi-ws.confirmation']

const is = (frame: JsonObject, channel: string, update?: string) =>
  frame['channel'] === channel && (update === undefined || frame['update'] === update)

const data = (frame: JsonObject): JsonObject => (isObject(frame['data']) ? frame['data'] : {})

const levels = (frame: JsonObject): JsonObject[] =>
  [data(frame)['bids'], data(frame)['asks']].flatMap((side) => rows({ data: side ?? [] }))

/** Changes a frame of one channel in place. */
function change(
  id: string,
  title: string,
  breaks: Subject[],
  channel: string,
  edit: (frame: JsonObject) => void,
): Mutant {
  return onFrame(id, title, breaks, (frame) => {
    if (is(frame, channel)) edit(frame)
    return frame
  })
}

/** Loses the frames of one channel and update. */
const lose = (id: string, title: string, breaks: Subject[], channel: string | null, update: string): Mutant =>
  onFrame(id, title, breaks, (frame) => (is(frame, channel ?? textOf(frame['channel']), update) ? undefined : frame))

export const cefiWsMutants: Mutant[] = [
  {
    kind: 'socket',
    id: 'ws-signature-not-checked',
    title: 'the signature of a subscription is not checked',
    breaks: subscription,
    connect: (trust) => ({
      sent: (frame) =>
        Math.abs(Number(frame['timestamp']) - Date.now() / 1000) < 3
          ? { ...frame, ...trust.subscription(frame) }
          : frame,
    }),
  },
  {
    kind: 'socket',
    id: 'ws-window-not-enforced',
    title: 'a subscription may be of any age',
    breaks: subscription,
    connect: (trust) => ({
      sent: (frame) =>
        Math.abs(Number(frame['timestamp']) - Date.now() / 1000) < 3
          ? frame
          : { ...frame, ...trust.subscription(frame) },
    }),
  },
  {
    kind: 'socket',
    id: 'ws-sequence-skips',
    title: 'sequence numbers skip',
    breaks: depth,
    connect: () => {
      let added = 0n
      return {
        received(frame) {
          if (is(frame, 'DEPTH', 'UPDATE')) added += 1n
          const seqnum = frame['seqnum']
          return [typeof seqnum === 'string' ? { ...frame, seqnum: String(BigInt(seqnum) + added) } : frame]
        },
      }
    },
  },
  onFrame('ws-frames-repeat', 'updates come twice', depth, (frame) =>
    is(frame, 'DEPTH', 'UPDATE') ? [frame, { ...frame }] : frame,
  ),
  change('ws-sequence-is-a-number', 'sequence numbers are JSON numbers', depth, 'DEPTH', (frame) => {
    frame['seqnum'] = Number(frame['seqnum'])
  }),
  lose(
    'ws-no-end-of-snapshot',
    'SNAPSHOT_COMPLETE never comes',
    ['cefi-ws.snapshotComplete'],
    null,
    'SNAPSHOT_COMPLETE',
  ),
  onFrame('ws-end-marker-without-item', 'SNAPSHOT_COMPLETE names no item', ['cefi-ws.snapshotComplete'], (frame) => {
    const { item: _, ...rest } = frame
    return frame['update'] === 'SNAPSHOT_COMPLETE' ? rest : frame
  }),
  lose('ws-no-snapshot', 'DEPTH begins without a snapshot', depth, 'DEPTH', 'SNAPSHOT'),
  change('ws-float-prices', 'prices are JSON numbers', depth, 'DEPTH', (frame) => {
    for (const level of levels(frame)) level['price'] = Number(level['price'])
  }),
  change('ws-swapped-book', 'bids and asks are swapped', depth, 'DEPTH', (frame) => {
    const book = data(frame)
    ;[book['bids'], book['asks']] = [book['asks'] ?? [], book['bids'] ?? []]
  }),
  change('ws-level-stays', 'a level that is gone keeps its size', depth, 'DEPTH', (frame) => {
    for (const level of levels(frame)) if (level['qty'] === '0') level['qty'] = '0.001'
  }),
  change('ws-relative-sizes', 'updates tell a change of size, not the size', depth, 'DEPTH', (frame) => {
    if (frame['update'] === 'UPDATE') for (const level of levels(frame)) level['qty'] = '0.00001'
  }),
  change('ws-levels-as-pairs', 'levels are pairs', depth, 'DEPTH', (frame) => {
    const pairs = (side: Json | undefined) =>
      rows({ data: side ?? [] }).map(({ price, qty }): Json => [price ?? null, qty ?? null])
    Object.assign(data(frame), { bids: pairs(data(frame)['bids']), asks: pairs(data(frame)['asks']) })
  }),
  change('ws-ebbo-crossed', 'best bid and best offer are swapped', ['cefi-ws.ebbo'], 'EBBO', (frame) => {
    const info = data(frame)['info']
    if (isObject(info)) info['best_bid'] = { price: '1', qty: '1' }
  }),
  change(
    'ws-instrument-without-channel-data',
    'an instrument is told without its symbol as text',
    ['cefi-ws.instrument'],
    'INSTRUMENT',
    (frame) => {
      const info = data(frame)['info']
      if (isObject(info)) info['symbol'] = 7
    },
  ),
  change('ws-trade-at-another-price', 'trades are told at another price', ['cefi-ws.trade'], 'TRADE', (frame) => {
    data(frame)['trade_price'] = '1'
  }),
  change('ws-trade-without-match', 'trades do not name their match', ['cefi-ws.trade'], 'TRADE', (frame) => {
    data(frame)['match_id'] = '0'
  }),
  onFrame(
    'ws-drop-copy-loses-the-end',
    'the drop copy does not tell how an order ended',
    ['cefi-ws.dropcopy'],
    (frame) =>
      is(frame, 'DROPCOPY') && ['CANCELED', 'FILLED'].includes(textOf(data(frame)['status'])) ? undefined : frame,
  ),
  change(
    'ws-drop-copy-without-caller-id',
    'the drop copy forgets the client-assigned id',
    ['cefi-ws.dropcopy'],
    'DROPCOPY',
    (frame) => {
      data(frame)['external_id'] = ''
    },
  ),
  change('ws-never-authenticated', 'a connection never becomes authenticated', confirmation, 'WEBSOCKET', (frame) => {
    if (frame['status'] === 'AUTHENTICATED') frame['status'] = 'UNAUTHENTICATED'
  }),
  change('ws-unsubscribe-ignored', 'unsubscribing changes nothing', confirmation, 'WEBSOCKET', (frame) => {
    if (Array.isArray(frame['subscriptions']) && frame['subscriptions'].length === 0) {
      frame['subscriptions'] = [{ channel: 'INSTRUMENT', item_names: ['BTC-PYUSD'] }]
    }
  }),
  lose('ws-no-welcome', 'connections are not greeted', ['cefi-ws.welcome'], 'WEBSOCKET', 'WELCOME'),
  change(
    'ws-unknown-channel',
    'updates come on a channel that no contract names',
    ['cefi-ws.trade'],
    'TRADE',
    (frame) => {
      frame['channel'] = 'TRADES'
    },
  ),
  change('ws-bad-status-confirmed', 'refused requests are confirmed', subscription, 'WEBSOCKET', (frame) => {
    if (frame['status'] === 'INVALID' || frame['status'] === 'UNAUTHORIZED') frame['status'] = 'ERROR'
  }),
]
