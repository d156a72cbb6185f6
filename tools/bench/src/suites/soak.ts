import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type CefiWsClient, createCefiWsClient, hmacKey } from '@truemarkets/cefi-ws'
import type { Figure, Suite } from '../figure.ts'

const SYMBOLS = ['BTC-PYUSD', 'ETH-PYUSD'] as const
const ROUNDS = 100
/**
 * What the objects on the heap may grow by in a minute. Compiled code and what V8 knows about it is not counted: it has spaces of
 * its own, and grows by some 17 kB a minute for longer than a run of ten minutes, the harness's own not least. What is left of
 * that among the objects is some 2 kB. With every connection kept that was made, it was 228.
 */
const MOST_GROWTH_KB = 5
/** In a shorter run everything is still warming up. */
const LEAST_MINUTES = 8
/** How long a reconnect may take until everything is there again, in milliseconds. */
const PATIENCE_MS = 10_000

/**
 * A client that is left running: books, quotes, trades and its orders, on a market that moves. A hundred times, evenly over the
 * run, the connection is cut, and the one that takes its place is rotated for its age. Then: whether every subscription came
 * back exactly once each time, whether the heap grew, and what is left after `close()`.
 */
export function soak(minutes: number): Suite {
  return {
    name: 'soak',
    async *figures(): AsyncIterable<Figure> {
      const exchange = fork(new URL('soak-exchange.ts', import.meta.url))
      const [{ url, hmac }] = (await once(exchange, 'message')) as [
        { readonly url: string; readonly hmac: Parameters<typeof hmacKey>[0] & { readonly clientId: string } },
      ]
      const before = handles()
      const roundMs = (minutes * 60_000) / ROUNDS
      const backoff = { minMs: 10, maxMs: 50 }
      const client = createCefiWsClient({ url, auth: hmacKey(hmac), backoff, rotateAfterMs: roundMs / 3 })
      const watch = await follow(client, hmac.clientId)
      const heap = sampleHeap(Math.max(500, (minutes * 60_000) / 120))
      const survived = { cut: 0, rotation: 0 }
      for (let round = 0; round < ROUNDS; round++) {
        const next = pause(roundMs)
        if (await watch.survives('disconnect', () => exchange.send('cut'))) survived.cut++
        if (await watch.survives('rotate', () => {})) survived.rotation++
        await next
      }
      const { slope, error, last } = heap.stop()
      await client.close()
      await pause(100)
      const left = handles().filter((kind) => !before.includes(kind))
      exchange.kill()
      yield {
        name: `reconnects of ${ROUNDS} with every subscription back once`,
        value: survived.cut,
        unit: 'found',
        target: { at: 'least', value: ROUNDS },
        note: `${watch.messages().toLocaleString('en-US')} messages in ${minutes} minutes`,
      }
      yield {
        name: `rotations of ${ROUNDS} with every subscription there once`,
        value: survived.rotation,
        unit: 'found',
        target: { at: 'least', value: ROUNDS },
      }
      yield {
        name: 'growth of the objects on the heap beyond the noise, per minute',
        // Twice the standard error: what chance alone would hardly do.
        value: Math.max(0, slope - 2 * error),
        unit: 'kB',
        target: minutes < LEAST_MINUTES ? undefined : { at: 'most', value: MOST_GROWTH_KB },
        note: `slope ${slope.toFixed(1)} ± ${error.toFixed(1)} kB a minute, objects ${(last / 1000).toFixed(1)} MB`,
      }
      yield {
        name: 'sockets and timers left after close()',
        value: left.length,
        unit: 'found',
        target: { at: 'most', value: 0 },
        note: left.join(' '),
      }
    },
  }
}

interface Watch {
  /** Says whether everything came back after an event, each snapshot once. */
  survives(event: 'disconnect' | 'rotate', cause: () => void): Promise<boolean>
  messages(): number
}

/** Subscribes to everything there is, in both ways of consuming. */
async function follow(client: CefiWsClient, clientId: string): Promise<Watch> {
  let messages = 0
  let snapshots: string[] = []
  client.on('message', (message) => {
    messages++
    if (message.channel === 'EBBO' && message.update === 'SNAPSHOT') snapshots.push(message.data?.id ?? '')
  })
  const books = await Promise.all(SYMBOLS.map((symbol) => client.orderBook(symbol)))
  const quotes = await client.subscribe({ channel: 'EBBO', items: SYMBOLS, buffer: { policy: 'latest' } })
  const trades = await client.subscribe({ channel: 'TRADE', items: SYMBOLS })
  const orders = await client.dropCopy([clientId])
  for (const stream of [quotes, trades, orders]) void drain(stream)
  const isWhole = (): boolean => client.state === 'live' && books.every(({ state }) => state === 'live')
  await until(isWhole)
  return {
    messages: () => messages,
    async survives(event, cause) {
      let happened = false
      const off = client.on(event, () => {
        happened = true
        snapshots = []
      })
      cause()
      const isBack = await until(() => happened && isWhole() && snapshots.length >= SYMBOLS.length)
      // A second snapshot of the same item would come right behind the first.
      await pause(50)
      off()
      return isBack && snapshots.length === SYMBOLS.length && new Set(snapshots).size === SYMBOLS.length
    },
  }
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

async function until(holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS
  while (!holds()) {
    if (performance.now() > deadline) return false
    await pause(5)
  }
  return true
}

/** What keeps the process alive, as Node.js tells it. */
function handles(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate')
}

/** Measures the heap after a collection, time after time. The first half of the run fills what has a bound. */
function sampleHeap(everyMs: number): { stop(): { slope: number; error: number; last: number } } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const samples: (readonly [minutes: number, kB: number])[] = []
  const began = performance.now()
  const timer = setInterval(() => {
    collect()
    samples.push([(performance.now() - began) / 60_000, objectBytes() / 1000])
  }, everyMs)
  return {
    stop() {
      clearInterval(timer)
      const settled = samples.slice(samples.length / 2)
      return { ...line(settled), last: settled.at(-1)?.[1] ?? Number.NaN }
    },
  }
}

/** How much of the heap is objects: neither code nor what V8 keeps about code. */
function objectBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => !/code|trusted|read_only/.test(space_name))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0)
}

/** The slope of the line that fits best, and its standard error. */
function line(points: readonly (readonly [x: number, y: number])[]): { slope: number; error: number } {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  return { slope, error: Math.sqrt(rest / (points.length - 2) / spread) }
}
