import { describe, expect, it } from 'vitest'
import { edges } from '../src/session/session-state.ts'
import { confirmation, WELCOME } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC } from './support/start.ts'

type Step = (script: Script) => Promise<void> | void

const open: Step = (script) => script.open()
const welcome: Step = (script) => script.receive(WELCOME)
const lose: Step = (script) => script.drop(1006)
const close: Step = (script) => script.client.close()
const sign: Step = (script) => {
  void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).catch(() => {})
}
const confirm: Step = (script) => script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
/** A ping, and half of the time in which its answer may come. */
const silence: Step = (script) => script.advance(25_000)
const pong: Step = (script) => script.pong()
const wait: Step = (script) => script.advance(500)

/** For each edge, the steps of a real session that walk over it last. */
const walks: Readonly<Record<string, readonly Step[]>> = {
  'connecting open': [open],
  'connecting reconnecting': [lose],
  'connecting closed': [close],
  'open live': [open, welcome],
  'open authenticating': [open, sign],
  'open stale': [open, silence],
  'open reconnecting': [open, lose],
  'open closed': [open, close],
  'authenticating live': [open, sign, confirm],
  'authenticating stale': [open, sign, silence],
  'authenticating reconnecting': [open, sign, lose],
  'authenticating closed': [open, sign, close],
  'live authenticating': [open, welcome, sign],
  'live stale': [open, welcome, silence],
  'live reconnecting': [open, welcome, lose],
  'live closed': [open, welcome, close],
  'stale live': [open, welcome, silence, pong],
  'stale reconnecting': [open, welcome, silence, lose],
  'stale closed': [open, welcome, silence, close],
  'reconnecting connecting': [open, lose, wait],
  'reconnecting closed': [open, lose, close],
}

describe('the edges between the states of a session', () => {
  it('each have a walk', () => {
    const tabled = Object.entries(edges).flatMap(([from, out]) => Object.values(out).map((to) => `${from} ${to}`))
    // No two events share a pair of states, so a pair is an edge.
    expect(Object.keys(walks).sort()).toEqual(tabled.sort())
  })

  it.each(Object.entries(walks))('%s is walked by a session', async (edge, steps) => {
    const script = new Script({ auth, requestTimeoutMs: 60_000 })
    const seen: string[] = []
    script.client.on('state', ({ from, to }) => seen.push(`${from} ${to}`))
    for (const step of steps) {
      await script.did()
      await step(script)
    }
    await script.did()
    expect(seen.at(-1)).toBe(edge)
    await script.client.close()
  })
})
