import { complete, confirmation, depthSnapshot, depthUpdate } from './frames.ts'
import { BTC } from './start.ts'

/** The exchange's side, plain as can be: the true book, and frames on their way. Bids are below 30, asks above. */
export class PlainExchange {
  readonly #repeatsSnapshot: boolean
  readonly #levels = new Map<number, number>([
    [29, 1],
    [31, 1],
  ])
  #next = 0
  #subscribed = false
  queue: PlainFrame[] = []

  constructor(repeatsSnapshot: boolean) {
    this.#repeatsSnapshot = repeatsSnapshot
  }

  connect(): void {
    this.#next = 0
    this.#subscribed = false
    this.queue = []
  }

  request(subscribe: boolean): void {
    this.#subscribed = subscribe
    this.#push('other', confirmation('AUTHENTICATED', ...(subscribe ? [['DEPTH', BTC] as const] : [])))
    if (!subscribe) return
    const number = this.#repeatsSnapshot ? this.#next : this.#next++
    this.#push(
      'snapshot',
      depthSnapshot(
        BTC,
        this.#side((price) => price < 30),
        this.#side((price) => price > 30),
        String(number),
      ),
    )
    this.#push('other', complete('DEPTH', BTC))
  }

  change(price: number, qty: number): void {
    if (price === 30) return
    if (qty === 0) this.#levels.delete(price)
    else this.#levels.set(price, qty)
    if (!this.#subscribed) return
    const level = [[String(price), String(qty)]] as const
    const frame =
      price < 30 ? depthUpdate(BTC, level, [], String(this.#next++)) : depthUpdate(BTC, [], level, String(this.#next++))
    this.#push('update', frame)
  }

  #push(kind: PlainFrame['kind'], frame: object): void {
    const truth = [...this.#levels].sort(([left], [right]) => left - right).map(([price, qty]) => `${price}:${qty}`)
    this.queue.push({ kind, text: JSON.stringify(frame), truth })
  }

  #side(belongs: (price: number) => boolean): [string, string][] {
    return [...this.#levels].filter(([price]) => belongs(price)).map(([price, qty]) => [String(price), String(qty)])
  }
}

export interface PlainFrame {
  readonly kind: 'snapshot' | 'update' | 'other'
  readonly text: string
  /** The exchange's book when the frame was sent. */
  readonly truth: readonly string[]
}
