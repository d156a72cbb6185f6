import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualRuntime } from '../../core/test/virtual-runtime.ts'
import { createCefiWsClient } from '../src/client.ts'
import type { Driver, SocketEvents } from '../src/driver/driver.ts'
import { confirmation, trade } from './support/frames.ts'
import { settle } from './support/script.ts'
import { auth, BTC } from './support/start.ts'
import { times } from './support/times.ts'

const line = fc.nat(1)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('trade' as const) }) },
  { weight: 12, arbitrary: fc.record({ act: fc.constantFrom('deliver' as const, 'serve' as const), line }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('say' as const),
      line,
      status: fc.constantFrom('AUTHENTICATED', 'ERROR', 'INVALID'),
      update: fc.constantFrom('SNAPSHOT', 'UPDATE'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('cut' as const), line }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(100, 700, 3000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** One connection as the server sees it: what was asked and not handled, what is in force, and frames on their way. */
interface Line {
  readonly events: SocketEvents
  readonly asked: string[]
  readonly frames: object[]
  isSubscribed: boolean
}

/** A client that changes its connection every two seconds, and a server that takes its time on each line for itself. */
class Rig {
  readonly #clock = new VirtualRuntime(0)
  #lines: Line[] = []
  #trades = 0
  rotations = 0
  readonly client = createCefiWsClient({
    url: 'wss://exchange.test/api/v1',
    auth,
    runtime: this.#clock,
    rotateAfterMs: 2000,
    resolveSymbols: false,
    driver: this.#driver(),
  })

  constructor() {
    this.client.on('rotate', () => this.rotations++)
  }

  /** What the consumer is told, from its confirmation on: the numbers of trades, or that some may be missing. */
  async follow(): Promise<readonly (number | 'stale')[]> {
    const told: (number | 'stale')[] = []
    const subscribing = this.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await settle()
    await this.run({ act: 'serve', line: 0 })
    await this.run({ act: 'deliver', line: 0 })
    const trades = await subscribing
    trades.on('stale', () => told.push('stale'))
    trades.on('message', (message) => {
      if (message.channel === 'TRADE' && message.update === 'UPDATE') told.push(Number(message.data?.trade_price))
    })
    return told
  }

  async run(action: Step): Promise<void> {
    const { act } = action
    if (act === 'trade') {
      const frame = trade('1', String(++this.#trades))
      for (const { isSubscribed, frames } of this.#lines) if (isSubscribed) frames.push(frame)
    } else if (act === 'wait') {
      // Nothing is on its way for as long as that.
      if (action.ms > 1000) {
        for (const waited of this.#lines) {
          while (waited.frames.length > 0 && this.#lines.includes(waited)) this.#deliver(waited)
        }
        await settle()
      }
      await this.#clock.advance(action.ms, settle)
    } else {
      const acting = this.#lines[action.line]
      if (acting === undefined) return
      if (act === 'deliver') this.#deliver(acting)
      else if (act === 'serve') this.#serve(acting)
      else if (act === 'say') acting.frames.push({ ...inForce(acting, action.status), update: action.update })
      else {
        this.#lines = this.#lines.filter((other) => other !== acting)
        acting.events.onClose(1006, '')
      }
    }
    await settle()
  }

  async close(): Promise<number> {
    await this.client.close()
    return this.#clock.pending
  }

  #deliver({ events, frames }: Line): void {
    const frame = frames.shift()
    if (frame !== undefined) events.onText(JSON.stringify(frame))
  }

  #serve(acting: Line): void {
    const type = acting.asked.shift()
    if (type === undefined) return
    acting.isSubscribed = type === 'SUBSCRIBE'
    acting.frames.push(inForce(acting, 'AUTHENTICATED'))
  }

  #driver(): Driver {
    return (_, events) => {
      const opened: Line = { events, asked: [], frames: [], isSubscribed: false }
      this.#lines.push(opened)
      queueMicrotask(() => events.onOpen())
      const gone = (): void => {
        this.#lines = this.#lines.filter((other) => other !== opened)
        queueMicrotask(() => events.onClose(1006, ''))
      }
      return {
        send: (text) => opened.asked.push((JSON.parse(text) as { readonly type: string }).type),
        close: gone,
        terminate: gone,
      }
    }
  }
}

function inForce({ isSubscribed }: Line, status: string): object {
  return confirmation(status, ...(isSubscribed ? [['TRADE', BTC] as const] : []))
}

/** Every number is one above the last, or after a warning any number above it. */
function isWhole(told: readonly (number | 'stale')[]): boolean {
  let last = 0
  let isWarned = true
  for (const next of told) {
    if (next === 'stale') isWarned = true
    else {
      if (isWarned ? next <= last : next !== last + 1) return false
      last = next
      isWarned = false
    }
  }
  return true
}

describe('trades on a client that changes its connection', () => {
  it(
    'are told once each and in order, or their consumer is told that some may be missing',
    async () => {
      let rotations = 0
      let trades = 0
      const property = fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 150 }), async (steps) => {
        const rig = new Rig()
        const told = await rig.follow()
        for (const action of steps) await rig.run(action)
        rotations += rig.rotations
        expect(await rig.close()).toBe(0)
        trades += told.length
        expect(told).toSatisfy(isWhole)
      })
      await fc.assert(property, { numRuns: 300 * times })
      expect(rotations).toBeGreaterThan(50)
      expect(trades).toBeGreaterThan(1000)
      // The clock is virtual: how long this takes says something about the machine and nothing about the client.
    },
    60_000 * times,
  )
})
