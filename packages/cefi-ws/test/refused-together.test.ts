import { TimeoutError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import type { Subscription } from '../src/subscription/subscription.ts'
import { confirmation } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, failure, subscribed } from './support/start.ts'

/** A server that knows only some items, and refuses a request for any other as a whole. */
class Server {
  readonly #script: Script
  readonly #held: string[] = []
  knows: (item: string) => boolean
  readonly asked: string[] = []

  constructor(script: Script, knows: (item: string) => boolean) {
    this.#script = script
    this.knows = knows
  }

  /** Answers requests until none follows; gives back what else happened. */
  async serve(lines: readonly string[], status = 'INVALID'): Promise<readonly string[]> {
    const request = lines.find((line) => line.startsWith('send '))
    const others = lines.filter((line) => !line.startsWith('send ') && !line.startsWith('stat'))
    if (request === undefined) return others
    const items = request.split(' ').at(-1)?.split('+') ?? []
    this.asked.push(items.join('+'))
    const isAccepted = items.every(this.knows)
    if (isAccepted) this.#held.push(...items)
    await this.#script.receive(confirmation(isAccepted ? 'AUTHENTICATED' : status, ['DEPTH', ...this.#held]))
    return [...others, ...(await this.serve(await this.#script.did(), status))]
  }
}

/** A client that wants each item for itself, before there is a connection: one request asks for all of them. */
async function wanting(...items: readonly string[]): Promise<Script> {
  const script = new Script({ auth, backoff: { minMs: 0 } })
  for (const item of items) {
    script.client.subscribe({ channel: 'DEPTH', items: [item] }).then(
      (depth) => {
        script.note(`${item} is confirmed`)
        return depth.on('end', (error) => script.note(`${item} ends with ${error?.name}`))
      },
      (error: { readonly connectionStatus?: string }) => script.note(`${item} is refused: ${error.connectionStatus}`),
    )
  }
  expect(await script.did()).toEqual(['connect'])
  await script.open()
  return script
}

describe('items that are refused together, and that several want', () => {
  it('are asked for in parts until the refusal is of one alone', async () => {
    const script = await wanting('A', 'B', 'NONE', 'D')
    const server = new Server(script, (item) => item !== 'NONE')
    const told = await server.serve(await script.did())
    expect(server.asked).toEqual(['A+B+NONE+D', 'A+B', 'NONE+D', 'NONE', 'D'])
    expect(told).toEqual(['A is confirmed', 'B is confirmed', 'NONE is refused: INVALID', 'D is confirmed'])
    await script.end(...CLOSING, ...['A', 'B', 'D'].map((item) => `${item} ends with undefined`))
  })

  it('live on when one of them is known no longer on a later connection, which alone ends', async () => {
    const script = await wanting('A', 'GONE', 'C')
    await new Server(script, () => true).serve(await script.did())
    await script.drop(1006)
    const told: string[] = []
    for (let connection = 1; connection <= 3; connection++) {
      await script.did()
      await script.advance(1)
      expect(await script.did()).toContain('connect')
      await script.open()
      told.push(...(await new Server(script, (item) => item !== 'GONE').serve(await script.did())))
    }
    expect(told.filter((line) => line.includes('ends'))).toEqual(['GONE ends with SubscriptionRefusedError'])
    await script.client.close()
  })

  it('all fail without being asked for one by one where the server refuses every one, as for a wrong clock', async () => {
    const items = Array.from({ length: 20 }, (_, index) => `S${index}`)
    const script = await wanting(...items)
    const server = new Server(script, () => false)
    const told = await server.serve(await script.did())
    expect(told).toEqual(items.map((item) => `${item} is refused: INVALID`))
    // Three that are refused alone stand for all that is left.
    expect(server.asked.map((asked) => asked.split('+').length)).toEqual([20, 10, 5, 3, 2, 1, 1, 2, 1, 17])
    await script.end(...CLOSING)
  })

  it('are not asked for again where no credentials were accepted at all', async () => {
    const script = await wanting('A', 'B')
    const server = new Server(script, () => false)
    const told = await server.serve(await script.did(), 'UNAUTHENTICATED')
    expect(server.asked).toEqual(['A+B'])
    expect(told).toEqual(['A is refused: UNAUTHENTICATED', 'B is refused: UNAUTHENTICATED'])
    await script.end(...CLOSING)
  })
})

describe('items on which the server closes the connection', () => {
  /** Closes one connection after the other on what the server does not know, until one holds. Gives back what it was asked, and what came of it. */
  async function serve(script: Script, knows: (item: string) => boolean): Promise<{ asked: string[]; told: string[] }> {
    const asked: string[] = []
    const told: string[] = []
    let held: string[] = []
    for (let lines = await script.did(); lines.length > 0; lines = await script.did()) {
      told.push(...lines.filter((line) => / (is|ends) /.test(line)))
      const request = lines.find((line) => line.startsWith('send '))
      const items = request?.split(' ').at(-1)?.split('+') ?? []
      if (request !== undefined) asked.push(items.join('+'))
      if (lines.includes('connect')) {
        held = []
        await script.open()
      } else if (!items.every(knows)) await script.drop(1008)
      else if (request !== undefined) {
        held.push(...items)
        await script.receive(confirmation('AUTHENTICATED', ['DEPTH', ...held]))
      } else if (lines.some((line) => line.startsWith('disconnect '))) await script.advance(1)
    }
    return { asked, told }
  }

  it('are asked for in halves on the next ones, after all that it has confirmed, until it is closed on one alone', async () => {
    const script = await wanting('A', 'B', 'NONE', 'D')
    const { asked, told } = await serve(script, (item) => item !== 'NONE')
    expect(asked).toEqual(['A+B+NONE+D', 'A+B', 'NONE+D', 'A+B', 'NONE', 'A+B', 'D'])
    expect(told).toEqual(['A is confirmed', 'B is confirmed', 'NONE is refused: undefined', 'D is confirmed'])
    await script.client.close()
  })

  it('leave the others the first word on the next one, where nothing was answered', async () => {
    const script = await wanting('NONE', 'B')
    const { asked, told } = await serve(script, (item) => item !== 'NONE')
    expect(asked).toEqual(['NONE+B', 'NONE', 'B', 'NONE', 'B'])
    expect(told).toEqual(['B is confirmed', 'NONE is refused: undefined'])
    await script.client.close()
  })

  it('live on when one of them is known no longer on a later connection, which alone ends', async () => {
    const script = await wanting('A', 'GONE', 'C')
    await serve(script, () => true)
    await script.drop(1006)
    const { asked, told } = await serve(script, (item) => item !== 'GONE')
    expect(told).toEqual(['GONE ends with SubscriptionRefusedError'])
    expect(asked.slice(0, 7)).toEqual(['A+GONE+C', 'A+GONE', 'C', 'A', 'GONE', 'A+C', 'GONE'])
    await script.client.close()
  })
})

describe('items that the server refuses to end together', () => {
  /** One that was subscribed is ended with one that was asked for in vain. An answer is owed. */
  async function ending(): Promise<Script> {
    const { script, depth } = await subscribed({ requestTimeoutMs: 5000 })
    const none = failure(script.client.subscribe({ channel: 'DEPTH', items: ['NONE'] }))
    await script.did()
    await script.advance(4999)
    depth.close()
    await script.advance(1)
    expect(await none).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}+NONE`])
    return script
  }

  it('are ended in parts, so that one it does not know keeps no other in force', async () => {
    const script = await ending()
    // The answer that was owed, and then the one to this.
    await script.receive(confirmation('INVALID', ['DEPTH', BTC]), confirmation('INVALID', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status INVALID', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'send UNSUBSCRIBE_NO_AUTH DEPTH NONE'])
    await script.receive(confirmation('INVALID'))
    expect(await script.did()).toContain('lingering DEPTH NONE refused INVALID')
    await script.end(...CLOSING)
  })

  it('are ended in parts also where the refusal has passed for an answer that was owed and never comes', async () => {
    const script = await ending()
    await script.receive(confirmation('INVALID', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status INVALID'])
    await script.advance(5000)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'send UNSUBSCRIBE_NO_AUTH DEPTH NONE'])
    // Nothing is owed any more, so that this is the answer.
    await script.receive(confirmation('INVALID'))
    expect(await script.did()).toContain('lingering DEPTH NONE refused INVALID')
    await script.end(...CLOSING)
  })
})

describe('items that are wanted again while the server refuses to end them together', () => {
  it('are told to be delivered again once the server has confirmed them anew', async () => {
    const script = new Script({ resolveSymbols: false })
    await script.did()
    await script.open()
    await script.did()
    const subscribe = async (): Promise<Subscription<'TRADE'>> => {
      const subscribing = script.client.subscribe({ channel: 'TRADE', items: ['A', 'B'] })
      subscribing.then(
        (trades) => trades.on('resumed', () => script.note('resumed')),
        () => {},
      )
      return subscribing
    }
    const first = subscribe()
    await script.did()
    const confirmed = confirmation('UNAUTHENTICATED', ['TRADE', 'A', 'B'])
    await script.receive(confirmed)
    ;(await first).close()
    expect(await script.did()).toContain('send UNSUBSCRIBE_NO_AUTH TRADE A+B')
    void subscribe()
    await script.receive(confirmation('ERROR', ['TRADE', 'A', 'B']))
    expect(await script.did()).toEqual(['status ERROR', 'send UNSUBSCRIBE_NO_AUTH TRADE A'])
    await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', 'B']))
    expect(await script.did()).toContain('send UNSUBSCRIBE_NO_AUTH TRADE B')
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['send SUBSCRIBE_NO_AUTH TRADE A+B'])
    await script.receive(confirmed)
    expect(await script.did()).toEqual(['resumed'])
    await script.end(...CLOSING)
  })
})

describe('items of one subscription that are refused together', () => {
  it('are not asked for again: all of them are needed', async () => {
    const script = new Script({ auth })
    script.client.subscribe({ channel: 'DEPTH', items: ['A', 'NONE'] }).catch(() => script.note('refused'))
    await script.did()
    await script.open()
    const server = new Server(script, (item) => item !== 'NONE')
    expect(await server.serve(await script.did())).toEqual(['refused'])
    expect(server.asked).toEqual(['A+NONE'])
    await script.end(...CLOSING)
  })
})
