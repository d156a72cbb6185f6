import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Subscription } from '../src/subscription/subscription.ts'
import { confirmation } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth } from './support/start.ts'
import { times } from './support/times.ts'

const ITEMS = ['A', 'B', 'C'] as const
/** The server has no such item. */
const UNKNOWN = 'NONE'

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('subscribe' as const),
      channel: fc.constantFrom('DEPTH' as const, 'TRADE' as const),
      items: fc.uniqueArray(fc.constantFrom(...ITEMS, UNKNOWN), { minLength: 1, maxLength: 3 }),
      signed: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constantFrom('close' as const, 'abort' as const), which: fc.nat(9) }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('answer' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom('cut' as const, 'expire' as const, 'corrupt' as const, 'refuse' as const, 'mute' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(1, 600, 3000, 11_000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** A request of a user, and what became of it. */
interface Wish {
  readonly keys: readonly string[]
  readonly abort: AbortController
  stream: Subscription<'DEPTH' | 'TRADE'> | undefined
  outcome: 'pending' | 'confirmed' | 'failed'
  ended: boolean
}

/** A client, its users, and a server that does what it is asked, in order, and when it is told to. */
class Rig {
  readonly #script = new Script(
    { auth, resolveSymbols: false, pingIntervalMs: 1_000_000 },
    { ping: true, pause: false },
  )
  readonly wishes: Wish[] = []
  #requests: string[] = []
  #held = new Set<string>()

  async run(action: Step): Promise<void> {
    await this.#react()
    if (action.act === 'subscribe') this.#subscribe(action.channel, action.items, action.signed)
    if (action.act === 'close') this.wishes[action.which]?.stream?.close()
    if (action.act === 'abort') this.wishes[action.which]?.abort.abort()
    if (action.act === 'answer') await this.#answer()
    if (action.act === 'cut' && this.#script.isOpen) await this.#script.drop(1006)
    if (action.act === 'expire') await this.#tell({ ...this.#confirmation('UNAUTHENTICATED'), update: 'UPDATE' })
    if (action.act === 'mute') this.#requests.shift()
    if (action.act === 'refuse' && this.#requests.shift() !== undefined) await this.#tell(this.#confirmation('ERROR'))
    if (action.act === 'corrupt') await this.#tell('{')
    await this.#react()
    if (action.act === 'wait') await this.#wait(action.ms)
  }

  /** In pieces, so that a connection is accepted before the client gives up on it. */
  async #wait(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      await this.#script.advance(Math.min(left, 500))
      await this.#react()
    }
  }

  /** Lets everything that is under way come to its end. */
  async settle(): Promise<void> {
    for (let round = 0; round < 50; round++) {
      while (this.#requests.length > 0) await this.#answer()
      await this.#react()
      // Long enough for everything that can time out.
      await this.#wait(30_000)
      const isQuiet = this.#requests.length === 0 && this.#script.isOpen
      if (isQuiet && this.wishes.every(({ outcome }) => outcome !== 'pending')) return
    }
  }

  /** What the server sends, and what the users want of it. */
  get agreement(): { readonly held: readonly string[]; readonly wanted: readonly string[] } {
    const open = this.wishes.filter(({ outcome, ended }) => outcome === 'confirmed' && !ended)
    return { held: [...this.#held].sort(), wanted: [...new Set(open.flatMap(({ keys }) => keys))].sort() }
  }

  async close(): Promise<number> {
    await this.#script.client.close()
    return this.#script.clock.pending
  }

  #subscribe(channel: 'DEPTH' | 'TRADE', items: readonly string[], signed: boolean): void {
    const abort = new AbortController()
    const keys = items.map((item) => `${channel} ${item}`)
    const wish: Wish = { keys, abort, stream: undefined, outcome: 'pending', ended: false }
    this.wishes.push(wish)
    this.#script.client.subscribe<'DEPTH' | 'TRADE'>({ channel, items, signed, signal: abort.signal }).then(
      (stream) => {
        wish.stream = stream
        wish.outcome = 'confirmed'
        return stream.on('end', () => {
          wish.ended = true
        })
      },
      () => {
        wish.outcome = 'failed'
      },
    )
  }

  async #answer(): Promise<void> {
    const [type = '', channels = '', items = ''] = this.#requests.shift()?.split(' ') ?? []
    if (type === '') return
    for (const channel of channels.split('+')) {
      for (const item of items.split('+')) {
        if (type.startsWith('UN')) this.#held.delete(`${channel} ${item}`)
        else if (item !== UNKNOWN) this.#held.add(`${channel} ${item}`)
      }
    }
    await this.#tell(this.#confirmation('AUTHENTICATED'))
    await this.#react()
  }

  #confirmation(status: string): object {
    const of = (channel: string): [string, ...string[]] => [
      channel,
      ...[...this.#held].filter((key) => key.startsWith(channel)).map((key) => key.slice(channel.length + 1)),
    ]
    return confirmation(status, of('DEPTH'), of('TRADE'))
  }

  async #tell(frame: object | string): Promise<void> {
    if (this.#script.isOpen) await this.#script.receive(frame)
    await this.#react()
  }

  /** Takes note of what the client did. A new connection starts from nothing. */
  async #react(): Promise<void> {
    for (const line of await this.#script.did()) {
      if (line === 'connect') {
        this.#requests = []
        this.#held = new Set()
        await this.#script.open()
        await this.#react()
      }
      if (line.includes('WRONG')) throw new Error(line)
      if (line.startsWith('send ')) this.#requests.push(line.slice('send '.length))
    }
  }
}

describe('subscriptions that come and go at random, over a line that fails', () => {
  it(
    'end up as what the server sends, no more and no less, and none is left undecided',
    async () => {
      let compared = 0
      const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
        const rig = new Rig()
        for (const action of steps) await rig.run(action)
        await rig.settle()
        expect(rig.wishes.filter(({ outcome }) => outcome === 'pending')).toEqual([])
        const { held, wanted } = rig.agreement
        expect(held).toEqual(wanted)
        compared += wanted.length
        expect(await rig.close()).toBe(0)
      })
      await fc.assert(property, { numRuns: 200 * times })
      // Were nothing ever wanted in the end, all of this would be true for nothing.
      expect(compared).toBeGreaterThan(100)
      // The clock is virtual: how long this takes says something about the machine and nothing about the client.
    },
    60_000 * times,
  )

  it('are no more than the server sends where an item that is to be ended once more is wanted again before that is asked', async () => {
    const trade = (...items: ['A', 'NONE'] | ['NONE', 'A']): Step => ({
      act: 'subscribe',
      channel: 'TRADE',
      items,
      signed: false,
    })
    const rig = new Rig()
    for (const action of [
      trade('NONE', 'A'),
      { act: 'wait', ms: 11_000 },
      { act: 'subscribe', channel: 'DEPTH', items: ['A'], signed: false },
      { act: 'answer' },
      trade('A', 'NONE'),
      // The end of what was given up: it may be in force, and is to be ended once more.
      { act: 'refuse' },
      { act: 'answer' },
      // Without the item that there is not, so that the other one is ended; then both are wanted again.
      { act: 'answer' },
      trade('NONE', 'A'),
    ] as const satisfies readonly Step[])
      await rig.run(action)
    await rig.settle()
    expect(rig.agreement).toEqual({ held: ['DEPTH A'], wanted: ['DEPTH A'] })
    expect(await rig.close()).toBe(0)
  })
})
