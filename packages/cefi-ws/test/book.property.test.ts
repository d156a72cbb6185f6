import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderBook } from '../src/book/order-book.ts'
import type { FirstUpdate } from '../src/session/sequence.ts'
import { PlainExchange, type PlainFrame } from './support/plain-exchange.ts'
import { Script } from './support/script.ts'
import { auth, BTC } from './support/start.ts'
import { times } from './support/times.ts'

/** The clock is virtual: how long this takes says something about the machine and nothing about the client. */
const PATIENCE_MS = 60_000 * times

const fault = fc.constantFrom('lose', 'swap', 'duplicate', 'replay', 'corrupt', 'drop', 'wait')
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      price: fc.integer({ min: 1, max: 60 }),
      qty: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('deliver' as const) }) },
  { weight: 4, arbitrary: fc.record({ act: fault }) },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** A client and an exchange, and a line between them on which things go wrong. */
class Rig {
  readonly #exchange: PlainExchange
  readonly #script: Script
  /** The updates that arrived on this connection, for replays. */
  #arrived: PlainFrame[] = []
  /** The exchange's book as of the newest frame that arrived. */
  truth: readonly string[] = []

  constructor(repeatsSnapshot: boolean, firstUpdate: FirstUpdate) {
    this.#exchange = new PlainExchange(repeatsSnapshot)
    this.#script = new Script({ auth, firstUpdate }, { ping: false, pause: false })
  }

  async openBook(): Promise<OrderBook> {
    await this.#react()
    const opening = this.#script.client.orderBook(BTC)
    await this.#react()
    for (let count = 0; count < 3; count++) await this.#deliverNext()
    return opening
  }

  async run(action: Step): Promise<void> {
    if (action.act === 'change') this.#exchange.change(action.price, action.qty)
    else if (action.act === 'deliver') await this.#deliverNext()
    else await this.#goWrong(action.act)
  }

  close(): Promise<void> {
    return this.#script.client.close()
  }

  /** Whether the client has a connection. */
  get isOpen(): boolean {
    return this.#script.isOpen
  }

  async #goWrong(how: string): Promise<void> {
    const { queue } = this.#exchange
    const [first, second] = queue
    if (how === 'lose' && first?.kind === 'update') queue.shift()
    if (how === 'swap' && first?.kind === 'update' && second?.kind === 'update') queue.splice(0, 2, second, first)
    if (how === 'duplicate') await this.#inject(this.#arrived.at(-1)?.text)
    if (how === 'replay') await this.#inject(this.#arrived.at(-3)?.text)
    if (how === 'corrupt' && first?.kind === 'update') queue.splice(0, 1, { ...first, text: '{"channel":' })
    if (how === 'drop' && this.#script.isOpen) await this.#script.drop(1006)
    await this.#react()
    // Long enough for a snapshot to count as whole, and for the next connection.
    if (how === 'wait') await this.#script.advance(3000)
    await this.#react()
  }

  async #deliverNext(): Promise<void> {
    const frame = this.#exchange.queue.shift()
    if (frame === undefined) return
    if (frame.kind !== 'other') this.truth = frame.truth
    if (frame.kind === 'update') this.#arrived.push(frame)
    await this.#inject(frame.text)
  }

  async #inject(text: string | undefined): Promise<void> {
    if (text === undefined || !this.#script.isOpen) return
    await this.#script.receive(text)
    await this.#react()
  }

  /** Lets the exchange answer what the client did. */
  async #react(): Promise<void> {
    for (const line of await this.#script.did()) {
      if (line === 'connect') {
        this.#exchange.connect()
        this.#arrived = []
        await this.#script.open()
        await this.#react()
      }
      if (line.startsWith('send')) this.#exchange.request(line.startsWith('send SUBSCRIBE'))
    }
  }
}

function levelsOf(book: OrderBook): string[] {
  return [...[...book.bids()].toReversed(), ...book.asks()].map(({ price, qty }) => `${price}:${qty}`)
}

describe('a book that reads as live', () => {
  it.each([
    ['numbers the update after a snapshot like the snapshot', true, 'same'],
    ['numbers it one higher', false, 'next'],
    ['numbers it one higher, without being told so', false, 'either'],
  ] as const)(
    'equals the one of an exchange that %s, whatever is lost, doubled, swapped or cut',
    async (_, repeats, first) => {
      let compared = 0
      const property = fc.asyncProperty(fc.array(step, { minLength: 100, maxLength: 200 }), async (steps) => {
        const rig = new Rig(repeats, first)
        const book = await rig.openBook()
        for (const action of steps) {
          await rig.run(action)
          if (book.state !== 'live') continue
          compared++
          expect({ isOpen: rig.isOpen, levels: levelsOf(book) }).toEqual({ isOpen: true, levels: rig.truth })
        }
        await rig.close()
      })
      await fc.assert(property, { numRuns: 150 * times })
      // A book that is never live would make all of this true for nothing.
      expect(compared).toBeGreaterThan(500)
    },
    PATIENCE_MS,
  )
})
