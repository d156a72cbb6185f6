import { expect, it } from 'vitest'
import { SandboxClock } from '../src/clock.ts'
import { demoCredentials } from '../src/demo-credentials.ts'
import { openExchange } from '../src/exchange/open-exchange.ts'
import { exchangeRules } from '../src/exchange/rules.ts'
import { MARKET_MAKER_ID, RANDOM_TRADER_ID, seedExchange } from '../src/exchange/seed.ts'
import { startTraders } from '../src/exchange/traders.ts'
import { seededRandom } from '../src/random.ts'
import { Scheduler } from '../src/scheduler.ts'
import { createWorld } from './exchange-world.ts'

/** A scheduler whose ticks the test gives. */
class HandScheduler extends Scheduler {
  tick: () => void = () => {}

  override every(_: number, task: () => void): () => void {
    this.tick = task
    return () => {
      this.tick = () => {}
    }
  }
}

function simulate(seed: number, ticks: number) {
  const world = createWorld()
  const { exchange, btc } = world
  seedExchange(exchange, [], seededRandom(1))
  const scheduler = new HandScheduler(() => {})
  const trades: string[] = []
  exchange.events.on('trade', ({ price, qty }) => trades.push(`${price} ${qty}`))
  const stop = startTraders({ exchange, scheduler, random: seededRandom(seed) })
  for (let count = 0; count < ticks; count += 1) {
    scheduler.tick()
    world.run(250)
  }
  return { exchange, btc, trades, stop, scheduler }
}

/** The books of a sandbox as it opens. */
function opening(seed: number) {
  const scheduler = new Scheduler(() => {})
  const clock = new SandboxClock(() => 1_760_000_000_000)
  const exchange = openExchange({ clock, scheduler, credentials: demoCredentials, seed, rules: exchangeRules })
  const books = exchange.instruments.map(({ id }) => exchange.book(id))
  scheduler.close()
  return books
}

it('opens with the same books for the same seed, and with others for another', () => {
  expect(opening(3)).toEqual(opening(3))
  expect(opening(4)).not.toEqual(opening(3))
})

it('makes the books move, and keeps them two-sided and bounded', () => {
  const { exchange, trades } = simulate(1, 2000)
  expect(trades.length).toBeGreaterThan(1000)
  for (const instrument of exchange.instruments) {
    const { bids, asks } = exchange.book(instrument.id)
    expect(Math.min(bids.length, asks.length)).toBeGreaterThan(3)
    expect(Math.max(bids.length, asks.length)).toBeLessThan(60)
  }
})

it('keeps no order of a trader that has ended, and few of their fills', () => {
  const { exchange } = simulate(1, 200)
  const traders = [MARKET_MAKER_ID, RANDOM_TRADER_ID]
  expect(exchange.recentOrders(traders)).toEqual(exchange.activeOrders(traders))
  expect(exchange.recentFills(traders).length).toBeLessThan(50)
})

it('makes the same market from the same seed, and another from another', () => {
  const first = simulate(7, 100).trades
  expect(simulate(7, 100).trades).toEqual(first)
  expect(simulate(8, 100).trades).not.toEqual(first)
})

it('stops when it is told to', () => {
  const { stop, scheduler, trades } = simulate(1, 10)
  const before = trades.length
  stop()
  scheduler.tick()
  expect(trades).toHaveLength(before)
})
