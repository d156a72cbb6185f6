import { readdirSync } from 'node:fs'
import { createCefiRestClient } from '@truemarkets/cefi-rest'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { examplesOf, optionsOf, runExample, tsdocExamples } from '../../auth/test/support/run-example.ts'
import * as api from '../src/index.ts'
import { resolveOptions } from '../src/options.ts'

const readme = new URL('../README.md', import.meta.url)
const src = new URL('../src/', import.meta.url)
const examples = examplesOf(readme).map(({ code }) => code)

let sandbox: Sandbox
let stopOrders: () => void
const clients: api.CefiWsClient[] = []

function createCefiWsClient(options: api.CefiWsClientOptions): api.CefiWsClient {
  const client = api.createCefiWsClient(options)
  clients.push(client)
  return client
}

/** The package under its name, with clients that the tests close. */
const load = (specifier: string): Promise<unknown> =>
  specifier === '@truemarkets/cefi-ws' ? Promise.resolve({ ...api, createCefiWsClient }) : import(specifier)

beforeAll(async () => {
  sandbox = await startSandbox()
  const { hmac } = sandbox.credentials
  vi.stubEnv('TRUEX_ORGANIZATION_ID', hmac.organizationId)
  vi.stubEnv('TRUEX_KEY_ID', hmac.keyId)
  vi.stubEnv('TRUEX_KEY_SECRET', hmac.secret)
  // TRADE and DROPCOPY have something to tell only while orders are filled.
  const rest = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth: api.hmacKey(hmac) })
  const info = { client_id: hmac.clientId, instrument_id: '78901949723181070', qty: '0.0001' }
  const timer = setInterval(() => {
    void rest.createOrder({ body: { info: { ...info, side: 'BUY', type: 'MARKET' } } })
  }, 100)
  stopOrders = () => clearInterval(timer)
})

afterAll(async () => {
  stopOrders()
  vi.unstubAllEnvs()
  await Promise.all(clients.map((client) => client.close()))
  await sandbox.close()
})

describe('the examples of the README', () => {
  it.each(examples.map((code) => [code.split('\n').find((line) => /^(const|await|client)/.test(line)), code]))(
    '%s runs',
    async (_, code = '') => {
      const { clientId, ...key } = sandbox.credentials.hmac
      const client = createCefiWsClient({ url: sandbox.urls.cefiWs })
      const failures: unknown[] = []
      client.on('violation', (violation) => failures.push(violation))
      const cefi = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth: api.hmacKey(key) })
      const given = { client, clientId, ...key, cefi, console: { log: () => {} } }
      await runExample(code, { urls: sandbox.urls, load, given })
      expect(failures).toEqual([])
    },
  )
})

describe('the examples of the TSDoc', () => {
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const found = sources.flatMap((file) => tsdocExamples(new URL(file, src)).map((code) => [file, code] as const))

  it('are there for everything a program begins with', () => {
    expect(found.map(([file]) => file)).toEqual(
      expect.arrayContaining([
        'client.ts',
        'subscription/drop-copy.ts',
        'book/order-book.ts',
        'book/sentinel.ts',
        'subscription/subscription.ts',
      ]),
    )
  })

  it.each(found)('run: %s', async (_, code) => {
    const { hmac } = sandbox.credentials
    const client = createCefiWsClient({ url: sandbox.urls.cefiWs, auth: api.hmacKey(hmac) })
    const ebbo = await client.subscribe({ channel: 'EBBO', items: ['BTC-PYUSD'] })
    let printed = 0
    const console = {
      log() {
        printed++
        // An example that follows a stream follows it until it ends.
        void client.close()
      },
    }
    const cefi = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth: api.hmacKey(hmac) })
    // One that rests, for examples that list what is open.
    const rests = { side: 'BUY', type: 'LIMIT', qty: '0.001', price: '109000' } as const
    const instrument_id = '78901949723181070'
    await cefi.createOrder({ body: { info: { ...rests, client_id: hmac.clientId, instrument_id } } })
    const given = { ...api, createCefiWsClient, client, ebbo, cefi, console }
    await runExample(code, { urls: sandbox.urls, load, given })
    await vi.waitFor(() => expect(printed).toBeGreaterThan(0), 5000)
  })
})

describe('the options of the README', () => {
  it('are all that there are', () => {
    const driver = () => ({ send: () => {}, close: () => {}, terminate: () => {} })
    const settings = Object.keys(resolveOptions({ environment: 'sandbox' }, driver))
    expect(optionsOf(readme).toSorted()).toEqual([...settings, 'environment'].sort())
  })
})
