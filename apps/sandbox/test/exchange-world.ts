import { createExchange } from '../src/exchange/create-exchange.ts'
import { decimal } from '../src/exchange/decimal.ts'
import type { Exchange } from '../src/exchange/exchange.ts'
import type { Instrument, Order, PlaceOrder, Side } from '../src/exchange/types.ts'

export const ALICE = '78901985000000101'
export const BOB = '78901985000000102'

/** An exchange on a clock that only the test moves: `run` fires every delay that is due, in order. */
export interface World {
  readonly exchange: Exchange
  readonly btc: Instrument
  place(clientId: string, side: Side, qty: string, price: string, more?: Partial<PlaceOrder>): Order
  /** Lets this much time pass. */
  run(milliseconds: number): void
  setClock(milliseconds: number): void
}

export function createWorld(): World {
  let now = 1_760_000_000_000
  let queue: { readonly due: number; readonly task: () => void }[] = []
  const exchange = createExchange({
    now: () => now,
    random: () => 0.5,
    latencyMs: 2,
    schedule: (delayMs, task) => {
      const entry = { due: now + delayMs, task }
      queue.push(entry)
      return () => {
        queue = queue.filter((other) => other !== entry)
      }
    },
  })
  const btc = exchange.findInstrument({ symbol: 'BTC-PYUSD' })
  if (btc === undefined) throw new Error('BTC-PYUSD is not listed.')
  for (const id of [ALICE, BOB]) {
    exchange.addClient({ id, organizationId: 'org', mnemonic: id })
    exchange.credit(id, btc.quote.id, decimal('1000000'))
    exchange.credit(id, btc.base.id, decimal('10'))
  }
  return {
    exchange,
    btc,
    place: (clientId, side, qty, price, more = {}) =>
      exchange.place({
        clientId,
        instrumentId: btc.id,
        side,
        type: 'LIMIT',
        qty: decimal(qty),
        price: decimal(price),
        ...more,
      }),
    run: (milliseconds) => {
      const until = now + milliseconds
      for (;;) {
        const next = queue.toSorted((left, right) => left.due - right.due)[0]
        if (next === undefined || next.due > until) break
        queue = queue.filter((other) => other !== next)
        now = next.due
        next.task()
      }
      now = until
    },
    setClock: (milliseconds) => {
      now = milliseconds
    },
  }
}
