import { createCefiRestClient } from '@truemarkets/cefi-rest'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as api from '../src/index.ts'
import { resolveOptions } from '../src/options.ts'
import { examplesOf, runExample } from './support/run-example.ts'

const readme = new URL('../README.md', import.meta.url)
const examples = examplesOf(readme)

let sandbox: Sandbox
let stopOrders: () => void
const clients: api.CefiWsClient[] = []

function createCefiWsClient(options: api.CefiWsOptions): api.CefiWsClient {
  const client = api.createCefiWsClient(options)
  clients.push(client)
  return client
}

beforeAll(async () => {
  sandbox = await startSandbox()
  const { hmac } = sandbox.credentials
  vi.stubEnv('TRUEX_ORGANIZATION_ID', hmac.organizationId)
  vi.stubEnv('TRUEX_KEY_ID', hmac.keyId)
  vi.stubEnv('TRUEX_KEY_SECRET', hmac.secret)
  // DROPCOPY has something to tell only while orders are placed.
  const rest = createCefiRestClient({ environment: { cefiRest: sandbox.urls.cefiRest }, auth: api.hmacKey(hmac) })
  const info = { client_id: hmac.clientId, instrument_id: '78901949723181070', qty: '0.001', price: '109000' }
  const timer = setInterval(() => {
    void rest.createOrder({ body: { info: { ...info, side: 'BUY', type: 'LIMIT', tif: 'GTC' } } })
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
      const given = { client, clientId, ...key, console: { log: () => {} } }
      await runExample(code, sandbox.urls.cefiWs, { ...api, createCefiWsClient }, given)
      expect(failures).toEqual([])
    },
  )
})

describe('the options of the README', () => {
  it('are all that there are', async () => {
    const { readFile } = await import('node:fs/promises')
    const table = (await readFile(readme, 'utf8')).split('## Options')[1] ?? ''
    const named = [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    )
    const driver = () => ({ send: () => {}, close: () => {}, terminate: () => {} })
    const settings = Object.keys(resolveOptions({ environment: 'sandbox' }, driver))
    expect(named.sort()).toEqual([...settings, 'environment'].sort())
  })
})
