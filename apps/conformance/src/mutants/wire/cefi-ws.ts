import type { Subject } from '../../case/define.ts'
import { isObject, type Json, type JsonObject } from '../../json.ts'
import type { Mutant } from '../mutant.ts'
import { onFrame, rows } from './spoil.ts'

const subscription: Subject[] = ['cefi-ws.subscription']
const depth: Subject[] = ['cefi-ws.depth']
const dropcopy: Subject[] = ['cefi-ws.dropcopy']

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

export const cefiWsWireMutants: Mutant[] = [
  change('ws-sequence-is-a-number', 'sequence numbers are JSON numbers', depth, 'DEPTH', (frame) => {
    frame['seqnum'] = Number(frame['seqnum'])
  }),
  onFrame('ws-end-marker-without-item', 'SNAPSHOT_COMPLETE names no item', ['cefi-ws.snapshotComplete'], (frame) => {
    const { item: _, ...rest } = frame
    return frame['update'] === 'SNAPSHOT_COMPLETE' ? rest : frame
  }),
  change('ws-float-prices', 'prices are JSON numbers', depth, 'DEPTH', (frame) => {
    for (const level of levels(frame)) level['price'] = Number(level['price'])
  }),
  change('ws-swapped-book', 'bids and asks are swapped', depth, 'DEPTH', (frame) => {
    const book = data(frame)
    ;[book['bids'], book['asks']] = [book['asks'] ?? [], book['bids'] ?? []]
  }),
  change('ws-levels-as-pairs', 'levels are pairs', depth, 'DEPTH', (frame) => {
    const pairs = (side: Json | undefined) =>
      rows({ data: side ?? [] }).map(({ price, qty }): Json => [price ?? null, qty ?? null])
    Object.assign(data(frame), { bids: pairs(data(frame)['bids']), asks: pairs(data(frame)['asks']) })
  }),
  change('ws-ebbo-crossed', 'best bid and best offer are swapped', ['cefi-ws.ebbo'], 'EBBO', (frame) => {
    const info = data(frame)['info']
    if (isObject(info)) [info['best_bid'], info['best_ask']] = [info['best_ask'] ?? null, info['best_bid'] ?? null]
  }),
  change(
    'ws-last-trade-of-another-size',
    'the last trade comes with another size',
    ['cefi-ws.ebbo'],
    'EBBO',
    (frame) => {
      const info = data(frame)['info']
      if (isObject(info) && isObject(info['last_trade'])) info['last_trade']['qty'] = '7'
    },
  ),
  change(
    'ws-instrument-without-channel-data',
    'an instrument comes without its symbol as text',
    ['cefi-ws.instrument'],
    'INSTRUMENT',
    (frame) => {
      const info = data(frame)['info']
      if (isObject(info)) info['symbol'] = 7
    },
  ),
  change('ws-trade-at-another-price', 'trades are reported at another price', ['cefi-ws.trade'], 'TRADE', (frame) => {
    data(frame)['trade_price'] = '1'
  }),
  change('ws-trade-without-match', 'trades do not name their match', ['cefi-ws.trade'], 'TRADE', (frame) => {
    data(frame)['match_id'] = '0'
  }),
  change(
    'ws-drop-copy-without-caller-id',
    'the drop copy forgets the client-assigned id',
    dropcopy,
    'DROPCOPY',
    (frame) => {
      data(frame)['external_id'] = ''
    },
  ),
  change('ws-trade-of-another-size', 'trades are reported with another size', ['cefi-ws.trade'], 'TRADE', (frame) => {
    data(frame)['trade_qty'] = '7'
  }),
  change(
    'ws-turnover-stands-still',
    'trades add nothing to the turnover of an instrument',
    ['cefi-ws.instrument'],
    'INSTRUMENT',
    (frame) => {
      data(frame)['stats'] = { last_24hr_notional: '0', last_24hr_quantity: '0' }
    },
  ),
  change('ws-order-count-wrong', 'levels count orders that are not there', depth, 'DEPTH', (frame) => {
    for (const level of levels(frame)) level['order_count'] = '99'
  }),
  change('ws-snapshot-of-the-top', 'the snapshot of a book is its best levels', depth, 'DEPTH', (frame) => {
    const book = data(frame)
    if (frame['update'] !== 'SNAPSHOT') return
    for (const side of ['bids', 'asks']) book[side] = rows({ data: book[side] ?? [] }).slice(0, 1)
  }),
  change('ws-asks-never-change', 'changes of the offers are not reported', depth, 'DEPTH', (frame) => {
    if (frame['update'] === 'UPDATE') data(frame)['asks'] = []
  }),
  change('ws-fill-without-match', 'the drop copy does not name the match of a fill', dropcopy, 'DROPCOPY', (frame) => {
    delete data(frame)['match_id']
  }),
  change(
    'ws-every-fill-takes',
    'the drop copy calls a fill that made liquidity one that took it',
    dropcopy,
    'DROPCOPY',
    (frame) => {
      if (data(frame)['liq_flag'] === 'MAKER') data(frame)['liq_flag'] = 'TAKER'
    },
  ),
  change('ws-refusal-without-reason', 'the drop copy does not say why', dropcopy, 'DROPCOPY', (frame) => {
    data(frame)['text'] = ''
  }),
  change(
    'ws-change-refused-without-reason',
    'the drop copy does not say why a change was refused',
    dropcopy,
    'DROPCOPY',
    (frame) => {
      if (data(frame)['status'] === 'ACTIVE') data(frame)['text'] = ''
    },
  ),
  change('ws-report-without-terms', 'the drop copy does not say what was asked for', dropcopy, 'DROPCOPY', (frame) => {
    data(frame)['order_info'] = {}
  }),
  change('ws-top-of-book-stands-still', 'the top of the book is reported once', ['cefi-ws.ebbo'], 'EBBO', (frame) => {
    if (frame['update'] === 'UPDATE') frame['data'] = {}
  }),
  change(
    'ws-confirmation-of-the-last',
    'a confirmation lists one channel only',
    ['cefi-ws.confirmation'],
    'WEBSOCKET',
    (frame) => {
      if (Array.isArray(frame['subscriptions'])) frame['subscriptions'] = frame['subscriptions'].slice(-1)
    },
  ),
  change(
    'ws-counts-one-connection',
    'the greeting counts one connection',
    ['cefi-ws.welcome'],
    'WEBSOCKET',
    (frame) => {
      if (frame['update'] === 'WELCOME') frame['connections'] = '1'
    },
  ),
  onFrame('ws-no-welcome', 'connections are not greeted', ['cefi-ws.welcome'], (frame) =>
    is(frame, 'WEBSOCKET', 'WELCOME') ? undefined : frame,
  ),
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
