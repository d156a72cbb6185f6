import { expect, it, onTestFinished, vi } from 'vitest'
import { cases } from '../src/cases/index.ts'
import { liveProfiles } from '../src/target/live.ts'
import { whoIsAway } from '../src/target/reach.ts'

/** UAT with a socket that opens. */
const uatAlone: Omit<Parameters<typeof whoIsAway>[0], 'fetch'> = {
  ...liveProfiles.uat,
  driver: (_, events) => {
    setImmediate(() => events.onOpen())
    return { send() {}, close: () => events.onClose(1000, ''), terminate() {} }
  },
}

const neverStopped = new AbortController().signal

it.each([
  ['auth', ['https://api.uat.truemarkets.co/v1/auth/health']],
  ['gateway', ['https://api.uat.truemarkets.co/v1/auth/health']],
  ['cefi-rest', [`${liveProfiles.uat.urls['cefi-rest']}/health`]],
  ['cefi-ws', [`${liveProfiles.uat.urls['cefi-rest']}/health`, liveProfiles.uat.socketAddresses[0]]],
] as const)('asks of %s alone nobody but %j', async (api, expected) => {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = (url) => {
    asked.push(new Request(url).url)
    return Promise.resolve(Response.json({}))
  }
  const driver: typeof uatAlone.driver = (url, events, options) => {
    asked.push(url)
    return uatAlone.driver(url, events, options)
  }
  expect((await whoIsAway({ ...uatAlone, fetch, driver }, [{ api }], neverStopped)).size).toBe(0)
  expect(asked).toEqual(expected)
})

it.each([
  ['answers 403 with a page', () => new Response('<html>Just a moment...</html>', { status: 403 })],
  ['answers 302 with a redirect', () => new Response(null, { status: 302 })],
  ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
])('takes no portal for the service: %s', async (what, answer) => {
  const away = await whoIsAway({ ...uatAlone, fetch: () => Promise.resolve(answer()) }, cases, neverStopped)
  expect(away.get('gateway')).toContain(
    `api.uat.truemarkets.co ${what}, so nothing of auth and gateway was tried: is the VPN up?`,
  )
  expect(away.get('cefi-ws')).toContain(`api.uat.truex.co ${what}, so nothing of cefi-rest and cefi-ws was tried`)
})

it.each([
  [-12_000, 'is 12 s behind the clock of this machine, so nothing of auth and gateway was tried: is that clock right?'],
  [14_000, 'is 14 s ahead of the clock of this machine'],
  [8_000, 'none'],
])('says so where two clocks are %i ms apart, in place of failing every signed request', async (ms, words) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 28) })
  onTestFinished(() => void vi.useRealTimers())
  const fetch = () => {
    const date = new Date(Date.now() + ms).toUTCString()
    return Promise.resolve(Response.json({}, { status: 503, headers: { date } }))
  }
  const away = await whoIsAway({ ...uatAlone, fetch }, cases, neverStopped)
  expect(away.get('auth') ?? 'none').toContain(words)
})

it('waits for no answer longer than for one that is slow, and not at all once somebody wants an end', async () => {
  const fetch: typeof globalThis.fetch = (_, init) =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  const silent = { ...uatAlone, fetch }
  expect((await whoIsAway(silent, cases, neverStopped, 10)).get('cefi-ws')).toContain('does not answer')
  const stop = new AbortController()
  const looking = whoIsAway(silent, cases, stop.signal)
  stop.abort()
  expect((await looking).size).toBe(0)
})
