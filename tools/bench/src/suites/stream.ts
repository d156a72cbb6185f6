import { fork } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import type { Figure, Suite } from '../figure.ts'
import { inTurn, median } from '../side-by-side.ts'
import { byIterator, byListener, type Meter, overBareSocket } from './readers.ts'

const rounds = 7
const kinds = [
  { kind: 'trade', channel: 'TRADE', frames: 100_000 },
  { kind: '50-level book', channel: 'DEPTH', frames: 20_000 },
] as const

const readers = { bare: overBareSocket, callback: byListener, iterator: byIterator }

/** What one reader took in. */
interface Run {
  /** Frames a second. */
  readonly rate: number
  /** Time of the processor for one frame, in microseconds; other work on the machine does not count. */
  readonly cpuUs: number
}

/** Frames a second that reach the caller, over a real socket from another process. */
export const stream: Suite = {
  name: 'stream',
  async *figures(): AsyncIterable<Figure> {
    const flood = fork(new URL('flood.ts', import.meta.url))
    const [port] = (await once(flood, 'message')) as [number]
    const url = `ws://127.0.0.1:${port}/api/v1`
    try {
      for (const { kind, channel, frames } of kinds) {
        const runs = { bare: [] as Run[], callback: [] as Run[], iterator: [] as Run[] }
        const names = Object.keys(runs) as (keyof typeof runs)[]
        for (let round = 0; round <= rounds; round++) {
          for (const name of inTurn(names, round)) {
            const run = await readers[name](url, channel, counter(frames))
            if (round > 0) runs[name].push(run)
          }
        }
        const rate = (name: keyof typeof runs): string =>
          `${Math.round(median(runs[name].map((run) => run.rate))).toLocaleString('en-US')} /s`
        const share = (name: keyof typeof runs, of: keyof typeof runs): number =>
          median(runs[name].map((run, round) => run.rate / (runs[of][round]?.rate ?? Number.NaN)))
        const cpu = median(runs.callback.map((run, round) => run.cpuUs / (runs.bare[round]?.cpuUs ?? Number.NaN)))
        yield {
          name: `${kind}: client with a callback / bare ws + JSON.parse`,
          value: share('callback', 'bare'),
          unit: '×',
          target: { at: 'least', value: 0.95 },
          note: rate('callback'),
        }
        // A sender that is slower than both readers would make their rates the same; what a frame takes of the processor it cannot.
        yield { name: '  beside it: processor time for one frame', value: cpu, unit: '×' }
        yield {
          name: `${kind}: time of for await / of a callback`,
          value: share('callback', 'iterator'),
          unit: '×',
          target: { at: 'most', value: 2 },
          note: rate('iterator'),
        }
      }
    } finally {
      flood.kill()
    }
  },
}

/** Measures from the first tenth of the frames on to the last. */
function counter(frames: number): Meter<Run> {
  const skipped = Math.floor(frames / 10)
  return (done) => {
    let seen = 0
    let began = 0
    let used: NodeJS.CpuUsage | undefined
    return () => {
      seen++
      if (seen === skipped) {
        began = performance.now()
        used = process.cpuUsage()
      }
      if (seen !== frames) return
      const count = frames - skipped
      const { user, system } = process.cpuUsage(used)
      done({ rate: (count / (performance.now() - began)) * 1000, cpuUs: (user + system) / count })
    }
  }
}
