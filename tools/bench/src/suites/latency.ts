import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createCefiWsClient } from '@truemarkets/cefi-ws'
import { WebSocket } from 'ws'
import type { Figure, Suite } from '../figure.ts'
import { inTurn, median } from '../side-by-side.ts'

const rounds = 5
/** A second and a half at 50,000 messages a second, of which the first half second warms up. */
const [warmUp, measured] = [25_000, 50_000]

/**
 * How long a message is on its way from another process, which sends 50,000 a second, to the caller's listener. The sender
 * writes its monotonic time into each message; on Linux that is one clock for all processes. Beside the client stands a
 * bare socket, which shows what kernel, `ws` and this machine take by themselves.
 */
export const latency: Suite = {
  name: 'latency',
  async *figures(): AsyncIterable<Figure> {
    const flood = fork(new URL('flood.ts', import.meta.url))
    const [port] = (await once(flood, 'message')) as [number]
    const url = `ws://127.0.0.1:${port}/paced`
    const runs = { bare: [] as Run[], client: [] as Run[] }
    try {
      for (let round = 0; round < rounds; round++) {
        for (const name of inTurn(['bare', 'client'] as const, round)) runs[name].push(await readers[name](url))
      }
    } finally {
      flood.kill()
    }
    const rate = Math.round(median(runs.client.map(({ rate }) => rate))).toLocaleString('en-US')
    const at = (name: keyof typeof runs, share: number): number => median(runs[name].map((run) => run.at(share)))
    yield {
      name: 'delivery to a listener at 50,000 messages/s: p99',
      value: at('client', 0.99),
      unit: 'µs',
      target: { at: 'most', value: 250 },
      note: `p50 ${at('client', 0.5).toFixed(0)} µs, p99.9 ${at('client', 0.999).toFixed(0)} µs, at ${rate} /s`,
    }
    yield {
      name: '  beside it: bare ws + JSON.parse, p99',
      value: at('bare', 0.99),
      unit: 'µs',
      note: `p50 ${at('bare', 0.5).toFixed(0)} µs, p99.9 ${at('bare', 0.999).toFixed(0)} µs`,
    }
  },
}

/** The delays of one run. */
class Run {
  readonly #delays: Float64Array
  /** Messages a second that arrived. */
  readonly rate: number

  constructor(delays: Float64Array, seconds: number) {
    this.#delays = delays.toSorted()
    this.rate = delays.length / seconds
  }

  /** The delay in microseconds that this share of the messages does not exceed. */
  at(share: number): number {
    return (this.#delays[Math.floor(this.#delays.length * share)] ?? Number.NaN) / 1000
  }
}

const readers: Record<'bare' | 'client', (url: string) => Promise<Run>> = {
  bare: (url) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { perMessageDeflate: false })
      const take = collector((run) => {
        // With a handshake, as the client does: one that is cut keeps the other side busy for seconds, at the expense of the next.
        socket.close()
        socket.once('close', () => resolve(run))
      })
      socket.on('open', () =>
        socket.send(
          JSON.stringify({ type: 'SUBSCRIBE_NO_AUTH', channels: ['TRADE'], item_names: ['BTC-PYUSD'], timestamp: '0' }),
        ),
      )
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { channel: string; data?: { match_id?: string } }
        if (message.channel === 'TRADE') take(message.data?.match_id)
      })
    }),

  async client(url) {
    const client = createCefiWsClient({ url, resolveSymbols: false })
    const trades = await client.subscribe({ channel: 'TRADE', items: ['BTC-PYUSD'] })
    const run = await new Promise<Run>((resolve) => {
      const take = collector(resolve)
      trades.on('message', (message) => {
        if (message.update === 'UPDATE') take(message.data?.match_id)
      })
    })
    await client.close()
    return run
  },
}

/** Takes the times at which messages were sent, and calls back once with the delays of all after the warm-up. */
function collector(done: (run: Run) => void): (sent: string | undefined) => void {
  const delays = new Float64Array(measured)
  let seen = 0
  let began = 0n
  return (sent = '') => {
    const now = process.hrtime.bigint()
    const index = seen++ - warmUp
    if (index === 0) began = now
    if (index >= 0 && index < measured) delays[index] = Number(now - BigInt(sent))
    if (index === measured - 1) done(new Run(delays, Number(now - began) / 1e9))
  }
}
