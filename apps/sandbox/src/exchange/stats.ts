import { type Decimal, multiply } from './decimal.ts'
import type { InstrumentStats, Nanos } from './types.ts'

const MINUTE: Nanos = 60_000_000_000n
const MINUTES_KEPT = 1440n

interface Bucket {
  readonly minute: bigint
  notional: Decimal
  quantity: Decimal
}

/** Turnover of the last 24 hours, kept by the minute so that a busy market costs no memory. */
export class RollingStats {
  readonly #buckets: Bucket[] = []
  #notional: Decimal = 0n
  #quantity: Decimal = 0n

  add(price: Decimal, qty: Decimal, at: Nanos): void {
    const minute = at / MINUTE
    const notional = multiply(price, qty)
    const last = this.#buckets.at(-1)
    if (last?.minute === minute) {
      last.notional += notional
      last.quantity += qty
    } else this.#buckets.push({ minute, notional, quantity: qty })
    this.#notional += notional
    this.#quantity += qty
  }

  read(at: Nanos): InstrumentStats {
    const oldest = at / MINUTE - MINUTES_KEPT
    while (this.#buckets[0] !== undefined && this.#buckets[0].minute <= oldest) {
      const gone = this.#buckets.shift()
      this.#notional -= gone?.notional ?? 0n
      this.#quantity -= gone?.quantity ?? 0n
    }
    return { notional24h: this.#notional, quantity24h: this.#quantity }
  }
}
