import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Figure, Suite } from '../figure.ts'
import { inTurn, median } from '../side-by-side.ts'
import { byListener, overBareSocket, type Update } from './readers.ts'

const rounds = 5
const readers = { bare: overBareSocket, client: byListener }
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
      // The first round is for the compiler, which works on far into it.
      for (let round = 0; round <= rounds; round++) {
        for (const name of inTurn(['bare', 'client'] as const, round)) {
          const run = await readers[name](url, 'TRADE', collector)
          if (round > 0) runs[name].push(run)
        }
      }
    } finally {
      flood.kill()
    }
    const at = (name: keyof typeof runs, share: number): number => median(runs[name].map((run) => run.at(share)))
    const note = (name: keyof typeof runs): string => {
      const rate = Math.round(median(runs[name].map((run) => run.rate))).toLocaleString('en-US')
      return `p50 ${at(name, 0.5).toFixed(0)} µs, p99.9 ${at(name, 0.999).toFixed(0)} µs, at ${rate} /s`
    }
    yield {
      name: 'delivery to a listener at 50,000 messages/s: p99',
      value: at('client', 0.99),
      unit: 'µs',
      target: { at: 'most', value: 250 },
      note: note('client'),
    }
    yield {
      name: '  beside it: bare ws + JSON.parse, p99',
      value: at('bare', 0.99),
      unit: 'µs',
      note: note('bare'),
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

/** Takes the moments at which messages were sent, and gives the delays of all after the warm-up. */
function collector(done: (run: Run) => void): (update: Update) => void {
  const delays = new Float64Array(measured)
  let seen = 0
  let began = 0n
  return ({ data }) => {
    const now = process.hrtime.bigint()
    const index = seen++ - warmUp
    if (index === 0) began = now
    if (index >= 0 && index < measured) delays[index] = Number(now - BigInt(data?.match_id ?? ''))
    if (index === measured - 1) done(new Run(delays, Number(now - began) / 1e9))
  }
}
