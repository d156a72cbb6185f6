import type { OrderBook } from '../../src/book/order-book.ts'
import type { Subscription } from '../../src/subscription/subscription.ts'
import type { MessageOn } from '../../src/wire.ts'
import type { Followed } from './steps.ts'

/** What a user wants, and what has become of it. */
export class Wish {
  readonly keys: readonly string[]
  readonly abort = new AbortController()
  readonly isSlow: boolean
  /** Whether what is not read in time is dropped. */
  readonly mayDrop: boolean
  outcome: 'pending' | 'confirmed' | 'failed' = 'pending'
  hasEnded = false
  /** Whether it was told that something may be missing, and not yet that everything is told again. */
  isInterrupted = false
  isSilent = false
  book: OrderBook | undefined
  stream: Subscription<Followed> | undefined
  reader: AsyncIterator<MessageOn<Followed>, undefined> | undefined
  /** The last number of each item, and whether any may follow. */
  readonly last = new Map<string, number>()
  /** The last quote of each item. */
  readonly quotes = new Map<string, number>()
  readonly faults: string[] = []
  told = 0
  readonly #loose = new Set<string>()
  readonly #numbers = new Set<string>()
  #isWarned = false

  constructor(keys: readonly string[], isSlow: boolean, mayDrop: boolean) {
    this.keys = keys
    this.isSlow = isSlow
    this.mayDrop = mayDrop
  }

  get isOpen(): boolean {
    return this.outcome === 'confirmed' && !this.hasEnded
  }

  /** Something may be missing. One who is slow has not read yet what came before, so nobody can tell where. */
  warn(isAmongWaiting: boolean): void {
    this.#isWarned ||= this.isSlow || isAmongWaiting
    for (const item of this.last.keys()) this.#loose.add(item)
  }

  take(message: MessageOn<Followed>): void {
    if (this.hasEnded && !this.isSlow) this.faults.push('told after the end')
    this.told++
    const { channel } = message
    if (message.channel === 'EBBO' && message.update !== 'SNAPSHOT_COMPLETE')
      this.quotes.set(message.data?.id?.toUpperCase() ?? '', Number(message.data?.info?.best_bid?.price))
    if ((channel !== 'TRADE' && channel !== 'DROPCOPY') || message.update !== 'UPDATE') return
    // The id of an order begins with its client.
    const [item = ''] = message.data?.id?.split('-') ?? []
    const number = Number(message.channel === 'TRADE' ? message.data?.trade_price : message.data?.text)
    const last = this.last.get(item)
    const again = this.#numbers.has(`${item} ${number}`)
    this.#numbers.add(`${item} ${number}`)
    if (last !== undefined && number <= last)
      this.faults.push(`${channel} ${item}: ${number} ${again ? 'again' : 'late'} after ${last}`)
    if (last !== undefined && number > last + 1 && !this.mayDrop && !this.#isWarned && !this.#loose.has(item))
      this.faults.push(`${channel} ${item}: ${number} after ${last} without a word`)
    // Until everything is told again more may be missing.
    if (this.isInterrupted) this.#loose.add(item)
    else this.#loose.delete(item)
    this.last.set(item, Math.max(number, last ?? number))
  }
}
