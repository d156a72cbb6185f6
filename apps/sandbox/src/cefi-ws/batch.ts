import type { Decimal } from '../exchange/decimal.ts'
import type { DepthEvent } from '../exchange/events.ts'
import type { Level } from '../exchange/types.ts'
import type { FeedUpdate } from './feed.ts'
import type { Channel } from './wire.ts'

interface Folded {
  readonly event: DepthEvent
  readonly bids: Map<Decimal, Level>
  readonly asks: Map<Decimal, Level>
}

export interface BatchedUpdate {
  readonly channel: Channel
  readonly item: string
  /** JSON text of the member `data`. */
  readonly data: string
}

/**
 * What came together for the items that were asked for without credentials: the latest of what replaces, the last size of each
 * level that changed, and every trade.
 */
export class Batch {
  readonly #latest = new Map<string, BatchedUpdate>()
  readonly #depth = new Map<string, Folded>()
  #trades: BatchedUpdate[] = []
  readonly #depthText: (depth: DepthEvent) => string

  /** @param depthText writes the member `data` for levels of one book */
  constructor(depthText: (depth: DepthEvent) => string) {
    this.#depthText = depthText
  }

  add(update: FeedUpdate): void {
    const { channel, item, data, depth } = update
    if (depth !== undefined) this.#fold(item, depth)
    else if (channel === 'TRADE') this.#trades.push({ channel, item, data })
    else this.#latest.set(`${channel} ${item}`, { channel, item, data })
  }

  /** Forgets an item: its subscription has ended, or a snapshot has told all there is. */
  drop(channel: Channel, item: string): void {
    if (channel === 'DEPTH') this.#depth.delete(item)
    if (channel === 'TRADE') this.#trades = this.#trades.filter((trade) => trade.item !== item)
    this.#latest.delete(`${channel} ${item}`)
  }

  take(): BatchedUpdate[] {
    const depth = [...this.#depth].map(([item, { event, bids, asks }]): BatchedUpdate => {
      const whole = { instrument: event.instrument, bids: [...bids.values()], asks: [...asks.values()] }
      return { channel: 'DEPTH', item, data: this.#depthText(whole) }
    })
    const updates = [...this.#trades, ...this.#latest.values(), ...depth]
    this.#trades = []
    this.#latest.clear()
    this.#depth.clear()
    return updates
  }

  #fold(item: string, event: DepthEvent): void {
    const folded = this.#depth.get(item) ?? { event, bids: new Map(), asks: new Map() }
    this.#depth.set(item, folded)
    for (const level of event.bids) folded.bids.set(level.price, level)
    for (const level of event.asks) folded.asks.set(level.price, level)
  }
}
