import type { Scheduler } from '../scheduler.ts'
import type { Decimal } from './decimal.ts'
import type { Exchange } from './exchange.ts'
import { MARKET_MAKER_ID, RANDOM_TRADER_ID } from './seed.ts'
import type { Instrument, Order, Side } from './types.ts'

export interface TradersOptions {
  readonly exchange: Exchange
  readonly scheduler: Scheduler
  /** Numbers in [0, 1): the same seed makes the same decisions. */
  readonly random: () => number
  /** Milliseconds between two decisions on each instrument. Default 250. */
  readonly intervalMs?: number | undefined
}

/** Farthest that the fair price may wander from the reference, in ticks: well inside the price band. */
const MAX_DRIFT_TICKS = 100
const QUOTE_DISTANCE_TICKS = 40
const MAX_QUOTES_PER_SIDE = 45

/**
 * Sets the books in motion: a market maker who quotes around a wandering fair price, and a trader who takes what is quoted.
 * Returns the function that stops them; what rests in the books stays there.
 */
export function startTraders({ exchange, scheduler, random, intervalMs = 250 }: TradersOptions): () => void {
  const drifts = new Map<Instrument, number>(exchange.instruments.map((instrument) => [instrument, 0]))
  return scheduler.every(intervalMs, () => {
    for (const [instrument, drift] of drifts) {
      const next = wander(drift, random)
      drifts.set(instrument, next)
      const fair = instrument.referencePrice + BigInt(next) * instrument.tick
      for (const side of ['BUY', 'SELL'] as const) quote(exchange, instrument, side, fair, random)
      take(exchange, instrument, random() < 0.5 ? 'BUY' : 'SELL', random)
    }
  })
}

/** A step of up to three ticks, turned back at the edges. */
function wander(drift: number, random: () => number): number {
  const step = Math.floor(random() * 7) - 3
  return Math.max(-MAX_DRIFT_TICKS, Math.min(MAX_DRIFT_TICKS, drift + step))
}

/** Adds one quote that only adds liquidity, and takes the oldest back when there are too many. */
function quote(exchange: Exchange, instrument: Instrument, side: Side, fair: Decimal, random: () => number): void {
  const ticks = BigInt(1 + Math.floor(random() * QUOTE_DISTANCE_TICKS))
  const price = side === 'BUY' ? fair - ticks * instrument.tick : fair + ticks * instrument.tick
  const qty = BigInt(100 + Math.floor(random() * 2900)) * instrument.increment
  const request = { clientId: MARKET_MAKER_ID, instrumentId: instrument.id, side, price, qty }
  exchange.placeNow({ ...request, type: 'LIMIT', execInstFlags: ['ALO'] })
  const quotes = exchange.activeOrders([MARKET_MAKER_ID]).filter((order) => isQuote(order, instrument, side))
  const oldest = quotes.at(-1)
  if (quotes.length > MAX_QUOTES_PER_SIDE && oldest !== undefined)
    exchange.cancel([MARKET_MAKER_ID], { by: 'exchange', id: oldest.id })
}

function isQuote(order: Order, instrument: Instrument, side: Side): boolean {
  return order.instrument === instrument && order.side === side && order.status === 'ACTIVE'
}

/** Takes a small size at the best price, if there is one. */
function take(exchange: Exchange, instrument: Instrument, side: Side, random: () => number): void {
  const { bestBid, bestAsk } = exchange.top(instrument.id)
  const best = side === 'BUY' ? bestAsk : bestBid
  if (best === undefined) return
  const qty = BigInt(1 + Math.floor(random() * 400)) * instrument.increment
  const request = { clientId: RANDOM_TRADER_ID, instrumentId: instrument.id, side, price: best.price, qty }
  exchange.placeNow({ ...request, type: 'LIMIT', tif: 'IOC' })
}
