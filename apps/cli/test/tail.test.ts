import { stripVTControlCharacters } from 'node:util'
import { createCefiRestClient } from '@truemarkets/cefi-rest'
import type { CefiWsClient } from '@truemarkets/cefi-ws'
import { hmacKey } from '@truemarkets/core'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../src/program.ts'
import { followBook } from '../src/tail/follow-book.ts'
import type { Update } from '../src/tail/update.ts'
import { memoryIo } from './support/memory-io.ts'
import { runCli, startCli } from './support/spawn-cli.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ traders: true })
})
afterAll(() => sandbox.close())

const at = () => ['--sandbox-url', sandbox.url]

function updatesIn(stdout: string): Update[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Update)
}

function credentials(): Record<string, string> {
  const { organizationId, keyId, secret } = sandbox.credentials.hmac
  return { TRUEX_ORGANIZATION_ID: organizationId, TRUEX_KEY_ID: keyId, TRUEX_KEY_SECRET: secret }
}

describe('tail on the sandbox', () => {
  it('tells a book without credentials, as lines, and ends after as many as asked for', async () => {
    const { code, stdout } = await runCli(['tail', 'book', 'BTC-PYUSD', '--count', '3', ...at()])
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.at(-1)).toMatch(/^\S+Z {2}BTC-PYUSD {2}live {2}bid [\d.]+ at [\d.]+ {2}ask [\d.]+ at [\d.]+$/)
  })

  it('tells of a book nothing before it is whole, so that one update is one to look at', async () => {
    const { code, stdout } = await runCli(['tail', 'book', 'BTC-PYUSD', '--count', '1', '--json', ...at()])
    expect(code).toBe(0)
    const [first, ...others] = updatesIn(stdout)
    expect(others).toEqual([])
    expect(first).toMatchObject({ state: 'live' })
    expect(first?.feed === 'book' && first.bids.length).toBeGreaterThan(0)
  })

  it('tells a book that was whole before it was listened to once', async () => {
    const book = {
      state: 'live',
      depth: () => ({ bids: [], asks: [] }),
      // As the client does: the first listener hears what came before.
      on: (name: string, listener: () => void) => name !== 'end' && queueMicrotask(listener),
    }
    const client = { orderBook: async () => book } as unknown as CefiWsClient
    const told: Update[] = []
    const follow = async () => {
      for await (const update of followBook({ client, items: ['BTC-PYUSD'], levels: 1, nowMs: () => 0 }))
        told.push(update)
    }
    void follow()
    await new Promise(setImmediate)
    expect(told).toMatchObject([{ state: 'live' }])
  })

  it('tells as many levels of a book as asked for', async () => {
    const args = ['tail', 'book', 'BTC-PYUSD', '--count', '2', '--levels', '2', '--json', ...at()]
    const { code, stdout } = await runCli(args, credentials())
    expect(code).toBe(0)
    expect(updatesIn(stdout).at(-1)).toMatchObject({ state: 'live', bids: [{}, {}], asks: [{}, {}] })
  })

  for (const feed of ['trades', 'quotes'] as const) {
    it(`tells ${feed} of several instruments by their symbols`, async () => {
      const { code, stdout } = await runCli(
        ['tail', feed, 'BTC-PYUSD', 'ETH-PYUSD', '--count', '6', '--json', ...at()],
        credentials(),
      )
      expect(code).toBe(0)
      const updates = updatesIn(stdout)
      expect(updates.map((update) => update.feed)).toEqual(Array.from({ length: 6 }, () => feed))
      const symbols = updates.map((update) => ('symbol' in update ? update.symbol : ''))
      expect(new Set(symbols)).toEqual(new Set(['BTC-PYUSD', 'ETH-PYUSD']))
    })
  }

  it('draws a table on a terminal: twenty levels of the book, what it is and where it comes from', async () => {
    const io = memoryIo({ terminal: { columns: 80, rows: 40 } })
    expect(await run(['tail', 'book', 'BTC-PYUSD', '--count', '3', ...at()], io)).toBe(0)
    const shown = stripVTControlCharacters(io.stdout())
    expect(shown).toMatch(new RegExp(`^${sandbox.url}: \\w+; Ctrl\\+C ends`, 'm'))
    // The frame that stays has a head, twenty levels below their titles, and a foot.
    const last = shown.slice(shown.lastIndexOf('book BTC-PYUSD')).trimEnd().split('\n')
    expect(last[0]).toBe('book BTC-PYUSD  live  3 updates')
    expect(last.filter((line) => line.includes('│'))).toHaveLength(21)
    expect(last.at(-1)).toBe('ended')
  })

  it('tells programs lines of JSON on a terminal too', async () => {
    const io = memoryIo({ terminal: { columns: 80, rows: 40 } })
    expect(await run(['tail', 'book', 'BTC-PYUSD', '--count', '2', '--json', ...at()], io)).toBe(0)
    expect(updatesIn(io.stdout()).at(-1)).toMatchObject({ feed: 'book', state: 'live' })
  })

  it('tells an order that is placed while it listens, and shows no secret', async () => {
    const { clientId, organizationId, keyId, secret } = sandbox.credentials.hmac
    const running = startCli(['tail', 'drop-copy', clientId, '--count', '1', '--json', ...at()], credentials())
    await running.noted('"live"')
    const auth = hmacKey({ organizationId, keyId, secret })
    const cefi = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth })
    const { data } = await cefi.listInstruments()
    const instrument_id = data.find(({ info }) => info?.symbol === 'BTC-PYUSD')?.id ?? ''
    const timer = setInterval(() => void place(), 250)
    const place = () =>
      cefi.createOrder({
        body: {
          info: {
            client_id: clientId,
            instrument_id,
            side: 'BUY',
            type: 'LIMIT',
            tif: 'GTC',
            qty: '0.01',
            price: '100000',
          },
        },
      })
    const { code, stdout, stderr } = await running.ended.finally(() => clearInterval(timer))
    expect(code).toBe(0)
    expect(updatesIn(stdout)).toMatchObject([{ feed: 'drop-copy', side: 'BUY', price: '100000' }])
    expect(stdout + stderr).not.toContain(secret)
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`ends cleanly on ${signal}`, async () => {
      const running = startCli(['tail', 'book', 'BTC-PYUSD', ...at()])
      await running.said('live')
      running.process.kill(signal)
      expect((await running.ended).code).toBe(0)
    })
  }

  it('ends cleanly on SIGINT while there is no server to listen to', async () => {
    const running = startCli(['tail', 'book', 'BTC-PYUSD', '--sandbox-url', 'http://127.0.0.1:9'])
    await running.noted('ECONNREFUSED')
    running.process.kill('SIGINT')
    const { code, stdout, stderr } = await running.ended
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/next try in|connecting/)
  })

  it('ends cleanly when nobody reads any more', async () => {
    const running = startCli(['tail', 'book', 'BTC-PYUSD', ...at()])
    await running.said('live')
    running.process.stdout?.destroy()
    expect((await running.ended).code).toBe(0)
  })

  it('fails with the reason when a symbol is not known', async () => {
    const { code, stderr } = await runCli(['tail', 'quotes', 'NOPE-PYUSD', ...at()])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The server did not confirm NOPE-PYUSD \(status INVALID\)\.$/m)
  })

  it('fails with the reason when the secret is wrong, and does not show it', async () => {
    const env = { ...credentials(), TRUEX_KEY_SECRET: 'planted-secret' }
    const { code, stdout, stderr } = await runCli(['tail', 'drop-copy', '1', '--json', ...at()], env)
    expect(code).toBe(1)
    const { error } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as { error: { nextStep: string } }
    expect(error.nextStep).toMatch(/secret/)
    expect(stdout + stderr).not.toContain('planted-secret')
  })
})

describe('tail of a socket that is elsewhere', () => {
  let other: Sandbox
  beforeAll(async () => {
    other = await startSandbox({ traders: true, answers: { W1: 'elsewhere' } })
  })
  afterAll(() => other.close())

  it('follows it at the address that is given whole, signed with its path', async () => {
    const { organizationId, keyId, secret } = other.credentials.hmac
    const env = { TRUEX_ORGANIZATION_ID: organizationId, TRUEX_KEY_ID: keyId, TRUEX_KEY_SECRET: secret }
    const args = ['tail', 'book', 'BTC-PYUSD', '--count', '2', '--json', '--socket-url', `${other.url}/v1/cefi`]
    const { code, stdout, stderr } = await runCli(
      args.map((arg) => arg.replace(/^http/, 'ws')),
      env,
    )
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(updatesIn(stdout).at(-1)).toMatchObject({ state: 'live', symbol: 'BTC-PYUSD' })
  })

  it('says with what status it was refused where it is not', async () => {
    const running = startCli(['tail', 'book', 'BTC-PYUSD', '--sandbox-url', other.url])
    await running.noted('disconnected (1008 HTTP 404), next try in')
    running.process.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  })

  it.each([
    [['--socket-url', 'ws://exchange.test/api/v1'], /unencrypted|wss/i],
    [['--socket-url', 'https://exchange.test/api/v1'], /not a WebSocket URL/],
    [['--socket-url', 'wss://exchange.test/api/v1', '--environment', 'uat'], /Leave one of them out/],
    [['--socket-url', 'wss://exchange.test/api/v1', '--sandbox-url', 'http://127.0.0.1:1'], /Leave one of them out/],
  ])('refuses %j, and sends nothing', async (where, says) => {
    const { code, stderr } = await runCli(['tail', 'book', 'BTC-PYUSD', ...where])
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
  })
})
