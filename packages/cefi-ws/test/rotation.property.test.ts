import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../core/test/virtual-runtime.ts'
import type { OrderBook } from '../src/book/order-book.ts'
import { createCefiWsClient } from '../src/client.ts'
import type { Driver, SocketEvents } from '../src/driver/driver.ts'
import { PlainExchange, type PlainFrame } from './support/plain-exchange.ts'
import { settle } from './support/script.ts'
import { auth, BTC } from './support/start.ts'
import { times } from './support/times.ts'

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      price: fc.integer({ min: 1, max: 60 }),
      qty: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      act: fc.constantFrom('deliver' as const, 'deliver' as const, 'lose' as const),
      line: fc.nat(1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('cut' as const), line: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(100, 700, 3000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** One connection: the exchange as it speaks on it, and the newest book that arrived over it. */
interface Line {
  readonly exchange: PlainExchange
  readonly events: SocketEvents
  truth: readonly string[] | undefined
}

/** A client that changes its connection every two seconds, and up to two lines to the same market. */
class Rig {
  readonly #clock = new VirtualRuntime(0)
  readonly #changes: (readonly [number, number])[] = []
  /** Oldest first. The client's own is the first until it rotates or loses it. */
  #lines: Line[] = []
  rotations = 0
  /** The market as of the newest frame that the client was given. */
  truth: readonly string[] | undefined
  readonly client = createCefiWsClient({
    url: 'wss://exchange.test/api/v1',
    auth,
    runtime: this.#clock,
    firstUpdate: 'next',
    rotateAfterMs: 2000,
    driver: this.#driver(),
  })

  constructor() {
    this.client.on('rotate', () => {
      this.rotations++
      // The line that was left is gone by now.
      this.truth = this.#lines[0]?.truth ?? this.truth
    })
  }

  async openBook(): Promise<OrderBook> {
    const opening = this.client.orderBook(BTC)
    await settle()
    while (this.#lines[0]?.exchange.queue.length !== 0) await this.#deliver(this.#lines[0])
    return opening
  }

  async run(action: Step): Promise<void> {
    if (action.act === 'change') {
      this.#changes.push([action.price, action.qty])
      for (const { exchange } of this.#lines) exchange.change(action.price, action.qty)
    } else if (action.act === 'wait') await this.#clock.advance(action.ms, settle)
    else {
      const line = this.#lines[action.line]
      if (action.act === 'deliver') await this.#deliver(line)
      else if (action.act === 'lose' && line?.exchange.queue[0]?.kind === 'update') line.exchange.queue.shift()
      else if (action.act === 'cut' && line !== undefined) {
        this.#drop(line.events)
        line.events.onClose(1006, '')
      }
    }
    await settle()
  }

  async close(): Promise<number> {
    await this.client.close()
    return this.#clock.pending
  }

  async #deliver(line: Line | undefined): Promise<void> {
    const frame: PlainFrame | undefined = line?.exchange.queue.shift()
    if (line === undefined || frame === undefined) return
    if (frame.kind !== 'other') {
      line.truth = frame.truth
      if (line === this.#lines[0]) this.truth = frame.truth
    }
    line.events.onText(frame.text)
    await settle()
  }

  #drop(events: SocketEvents): void {
    this.#lines = this.#lines.filter((line) => line.events !== events)
  }

  #driver(): Driver {
    return (_, events) => {
      const exchange = new PlainExchange(false)
      for (const [price, qty] of this.#changes) exchange.change(price, qty)
      this.#lines.push({ exchange, events, truth: undefined })
      queueMicrotask(() => events.onOpen())
      const gone = (): void => {
        this.#drop(events)
        queueMicrotask(() => events.onClose(1006, ''))
      }
      return {
        send: (text) => exchange.request((JSON.parse(text) as { readonly type: string }).type === 'SUBSCRIBE'),
        close: gone,
        terminate: gone,
      }
    }
  }
}

function levelsOf(book: OrderBook): string[] {
  return [...[...book.bids()].toReversed(), ...book.asks()].map(({ price, qty }) => `${price}:${qty}`)
}

describe('a book that is live on a client that changes its connection', () => {
  it(
    'equals the one of the exchange as it last said, whatever is lost on either connection',
    async () => {
      let [compared, rotations] = [0, 0]
      const property = fc.asyncProperty(fc.array(step, { minLength: 50, maxLength: 150 }), async (steps) => {
        const rig = new Rig()
        const book = await rig.openBook()
        for (const action of steps) {
          await rig.run(action)
          if (book.state !== 'live') continue
          compared++
          expect(levelsOf(book)).toEqual(rig.truth)
        }
        rotations += rig.rotations
        expect(await rig.close()).toBe(0)
      })
      await fc.assert(property, { numRuns: 200 * times })
      expect(compared).toBeGreaterThan(500)
      expect(rotations).toBeGreaterThan(50)
      // The clock is virtual: how long this takes says something about the machine and nothing about the client.
    },
    60_000 * times,
  )
})
