/** Synthetic frames: the publisher prints none that the server sends. */

type Frame = Record<string, unknown>

export const WELCOME: Frame = { channel: 'WEBSOCKET', update: 'WELCOME', connections: '1', version: '1.0.5' }

/** A confirmation; each pair is a channel and its items. */
export function confirmation(status: string, ...pairs: readonly (readonly [string, ...string[]])[]): Frame {
  return {
    channel: 'WEBSOCKET',
    update: 'SNAPSHOT',
    status,
    subscriptions: pairs.map(([channel, ...items]) => ({ channel, item_names: items })),
  }
}

export function instrument(symbol: string, id: string, seqnum?: string): Frame {
  return data('INSTRUMENT', 'SNAPSHOT', { id, status: 'ACTIVE', info: { symbol } }, seqnum)
}

export function trade(id: string, price: string, seqnum?: string): Frame {
  return data(
    'TRADE',
    'UPDATE',
    { id, match_id: `m-${price}`, trade_price: price, trade_qty: '1', liq_flag: 'TAKER' },
    seqnum,
  )
}

type Levels = readonly (readonly [price: string, qty: string])[]

export function depthSnapshot(symbol: string, bids: Levels, asks: Levels, seqnum?: string): Frame {
  return depth('SNAPSHOT', symbol, bids, asks, seqnum)
}

export function depthUpdate(symbol: string, bids: Levels, asks: Levels, seqnum?: string): Frame {
  return depth('UPDATE', symbol, bids, asks, seqnum)
}

export function complete(channel: string, item: string): Frame {
  return { channel, update: 'SNAPSHOT_COMPLETE', item }
}

export function dropcopy(payload: Frame, seqnum?: string): Frame {
  return data('DROPCOPY', 'UPDATE', payload, seqnum)
}

function depth(update: string, symbol: string, bids: Levels, asks: Levels, seqnum: string | undefined): Frame {
  const levels = (side: Levels): Frame[] => side.map(([price, qty]) => ({ price, qty }))
  return data('DEPTH', update, { symbol, bids: levels(bids), asks: levels(asks) }, seqnum)
}

function data(channel: string, update: string, payload: Frame, seqnum: string | undefined): Frame {
  return { channel, update, ...(seqnum === undefined ? {} : { seqnum }), data: payload }
}
