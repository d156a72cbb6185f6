import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type CefiWsClient, createCefiWsClient, hmacKey } from '@truemarkets/cefi-ws'
import type { Figure, Suite } from '../figure.ts'

const SYMBOLS = ['BTC-PYUSD', 'ETH-PYUSD'] as const
const RECONNECTS = 100
/**
 * What the heap may grow by in a minute. Compiled code, its feedback and pools of buffers grow for longer than a run of ten
 * minutes, by some 15 kB a minute; snapshots of the heap show nothing of the client among it. An object kept for each
 * message would be hundreds of kB, a connection kept at each reconnect more than 50.
 */
const MOST_GROWTH_KB = 25
/** In a shorter run everything is still warming up. */
const LEAST_MINUTES = 8
/** How long a reconnect may take until everything is there again, in milliseconds. */
const PATIENCE_MS = 10_000

/**
 * A client that is left running: books, quotes, trades and its orders, on a market that moves, while the connection is cut a
 * hundred times, evenly over the run. Then: whether every subscription came back exactly once each time, whether the heap
 * grew, and what is left after `close()`.
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
      const client = createCefiWsClient({ url, auth: hmacKey(hmac), backoff: { minMs: 10, maxMs: 50 } })
      const watch = await follow(client, hmac.clientId)
      const heap = sampleHeap(Math.max(500, (minutes * 60_000) / 120))
      let restored = 0
      for (let round = 0; round < RECONNECTS; round++) {
        const next = pause((minutes * 60_000) / RECONNECTS)
        if (await watch.survivesCut(exchange)) restored++
        await next
      }
      const { slope, error, last } = heap.stop()
      await client.close()
      await pause(100)
      const left = handles().filter((kind) => !before.includes(kind))
      exchange.kill()
      yield {
        name: `reconnects of ${RECONNECTS} with every subscription back once`,
        value: restored,
        unit: 'found',
        target: { at: 'least', value: RECONNECTS },
        note: `${watch.messages().toLocaleString('en-US')} messages in ${minutes} minutes`,
      }
      yield {
        name: 'growth of the heap beyond the noise, per minute',
        // Twice the standard error: what chance alone would hardly do.
        value: Math.max(0, slope - 2 * error),
        unit: 'kB',
        target: minutes < LEAST_MINUTES ? undefined : { at: 'most', value: MOST_GROWTH_KB },
        note: `slope ${slope.toFixed(1)} ± ${error.toFixed(1)} kB a minute, heap ${(last / 1000).toFixed(1)} MB`,
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
  /** Cuts the connection and says whether everything came back, each snapshot once. */
  survivesCut(exchange: ChildProcess): Promise<boolean>
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
    async survivesCut(exchange) {
      snapshots = []
      const lost = new Promise<void>((resolve) => {
        const off = client.on('disconnect', () => {
          off()
          resolve()
        })
      })
      exchange.send('cut')
      await lost
      const isBack = await until(() => isWhole() && snapshots.length >= SYMBOLS.length)
      // A second snapshot of the same item would come right behind the first.
      await pause(50)
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
    samples.push([(performance.now() - began) / 60_000, process.memoryUsage().heapUsed / 1000])
  }, everyMs)
  return {
    stop() {
      clearInterval(timer)
      const settled = samples.slice(samples.length / 2)
      return { ...line(settled), last: settled.at(-1)?.[1] ?? Number.NaN }
    },
  }
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
