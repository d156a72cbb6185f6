import { fork } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createCefiWsClient } from '@truemarkets/cefi-ws'
import { WebSocket } from 'ws'
import type { Figure, Suite } from '../figure.ts'
import { median } from '../side-by-side.ts'

const rounds = 7
const kinds = [
  { kind: 'trade', channel: 'TRADE', frames: 100_000 },
  { kind: '50-level book', channel: 'DEPTH', frames: 20_000 },
] as const

type Reader = (url: string, channel: 'TRADE' | 'DEPTH', frames: number) => Promise<number>

/** Frames a second that reach the caller, over a real socket from another process. */
export const stream: Suite = {
  name: 'stream',
  async *figures(): AsyncIterable<Figure> {
    const flood = fork(new URL('flood.ts', import.meta.url))
    const [port] = (await once(flood, 'message')) as [number]
    const url = `ws://127.0.0.1:${port}/api/v1`
    try {
      for (const { kind, channel, frames } of kinds) {
        const rates = { bare: [] as number[], callback: [] as number[], iterator: [] as number[] }
        for (let round = 0; round <= rounds; round++) {
          for (const [name, read] of Object.entries(readers) as [keyof typeof readers, Reader][]) {
            const rate = await read(url, channel, frames)
            if (round > 0) rates[name].push(rate)
          }
        }
        const share = (name: keyof typeof rates, of: keyof typeof rates): number =>
          median(rates[name].map((rate, round) => rate / (rates[of][round] ?? Number.NaN)))
        yield {
          name: `${kind}: client with a callback / bare ws + JSON.parse`,
          value: share('callback', 'bare'),
          unit: '×',
          target: { at: 'least', value: 0.95 },
          note: `${Math.round(median(rates.callback)).toLocaleString('en-US')} /s`,
        }
        yield {
          name: `${kind}: time of for await / of a callback`,
          value: share('callback', 'iterator'),
          unit: '×',
          target: { at: 'most', value: 2 },
          note: `${Math.round(median(rates.iterator)).toLocaleString('en-US')} /s`,
        }
      }
    } finally {
      flood.kill()
    }
  },
}

const readers: Record<'bare' | 'callback' | 'iterator', Reader> = {
  bare: (url, channel, frames) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { perMessageDeflate: false })
      const count = counter(frames, (rate) => {
        socket.terminate()
        resolve(rate)
      })
      socket.on('open', () =>
        socket.send(
          JSON.stringify({ type: 'SUBSCRIBE_NO_AUTH', channels: [channel], item_names: ['BTC-PYUSD'], timestamp: '0' }),
        ),
      )
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { channel: string; update: string }
        if (message.channel === channel && message.update === 'UPDATE') count()
      })
    }),

  async callback(url, channel, frames) {
    const client = createCefiWsClient({ environment: { cefiWs: url }, resolveSymbols: false })
    const subscription = await client.subscribe({ channel, items: ['BTC-PYUSD'] })
    const rate = await new Promise<number>((resolve) => {
      const count = counter(frames, resolve)
      subscription.on('message', (message) => {
        if (message.update === 'UPDATE') count()
      })
    })
    await client.close()
    return rate
  },

  async iterator(url, channel, frames) {
    const client = createCefiWsClient({ environment: { cefiWs: url }, resolveSymbols: false })
    const subscription = await client.subscribe({ channel, items: ['BTC-PYUSD'] })
    const rate = await new Promise<number>((resolve) => {
      const count = counter(frames, resolve)
      void (async () => {
        for await (const message of subscription) if (message.update === 'UPDATE') count()
      })()
    })
    await client.close()
    return rate
  },
}

/** Calls back with frames a second, from the first tenth on, when the last frame has come. */
function counter(frames: number, done: (rate: number) => void): () => void {
  const skipped = Math.floor(frames / 10)
  let seen = 0
  let began = 0
  return () => {
    seen++
    if (seen === skipped) began = performance.now()
    if (seen === frames) done(((frames - skipped) / (performance.now() - began)) * 1000)
  }
}
