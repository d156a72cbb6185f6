import { inspect } from 'node:util'
import { apiKey, type Transport } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { keyFile } from '../../auth/test/support/key-file.ts'
import { spoiltAnswers } from '../../auth/test/support/spoilt-answers.ts'
import { createGatewayClient, type GatewayClient } from '../src/index.ts'

const ACCESS = 'planted-access-token-0001'
const REFRESH = 'planted-refresh-token-0001'
const PAYLOAD = 'payload to be stamped'

const prepared = { order_id: 'o1', status: 'initialized', payloads: [{ digest: 'd', payload: PAYLOAD }] }
const pair = { access_token: ACCESS, refresh_token: REFRESH, token_type: 'Bearer', expires_in: '2099-01-01T00:00:00Z' }

/** A server that answers well until it is asked for `spoilt`. Collects the signatures it was sent. */
function server(
  spoilt: string,
  fault: (echo: string) => Response,
): { fetch: Transport; readonly signatures: string[] } {
  const signatures: string[] = []
  const fetch: Transport = async (url, init) => {
    await Promise.resolve()
    const body = typeof init.body === 'string' ? init.body : ''
    for (const [, value = ''] of body.matchAll(/"(?:signature|signatures)":\[?"([^"]+)"/g)) signatures.push(value)
    const headers = Object.values(Object.fromEntries(new Headers(init.headers))).join(' ')
    if (url.endsWith(spoilt)) return fault(`${headers} ${body}`)
    if (url.endsWith('/api-key/token')) return Response.json(pair)
    return url.endsWith('/orders') ? Response.json(prepared, { status: 201 }) : Response.json({ status: 'pending' })
  }
  return { fetch, signatures }
}

const order = { base_asset: 'A', quote_asset: 'B', side: 'buy', type: 'market', qty: '1', qty_unit: 'quote' } as const
const calls: Record<string, (gateway: GatewayClient) => Promise<unknown>> = {
  '/api-key/token': (gateway) => gateway.listBalances(),
  '/balances/unified': (gateway) => gateway.listBalances(),
  '/orders': (gateway) => gateway.placeOrder(order),
  '/orders/o1/execute': (gateway) => gateway.placeOrder(order, { until: 'accepted', pollDeadlineMs: 0 }),
}

async function drive(path: string, fault: (echo: string) => Response): Promise<{ printed: string; secrets: string[] }> {
  const { fetch, signatures } = server(path, fault)
  const said: unknown[] = []
  const key = apiKey(keyFile)
  const gateway = createGatewayClient({
    environment: 'uat',
    auth: key,
    fetch,
    retry: { baseDelayMs: 0 },
    logger: { debug: (...line) => said.push(line), warn: (...line) => said.push(line) },
    onEvent: (event) => said.push(event),
  })
  await calls[path]?.(gateway).catch((error: unknown) => {
    said.push(error, String(error), JSON.stringify(error), error instanceof Error ? error.stack : undefined)
  })
  said.push(gateway, key, JSON.stringify(key), JSON.stringify(gateway))
  const scalar = keyFile.private_key.d
  const scalarHex = Buffer.from(scalar, 'base64url').toString('hex')
  return {
    printed: said.map((thing) => inspect(thing, { depth: Infinity, showHidden: true })).join('\n'),
    secrets: [ACCESS, REFRESH, scalar, scalarHex, ...signatures],
  }
}

describe.each(Object.keys(calls))('with %s spoilt', (path) => {
  test.each(Object.entries(spoiltAnswers))('%s prints no secret', async (_, fault) => {
    const { printed, secrets } = await drive(path, fault)
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
  })
})

test('the test would notice a secret', async () => {
  const { printed, secrets } = await drive('/orders', (echo) => Response.json({ message: echo }, { status: 400 }))
  expect(secrets.length).toBeGreaterThan(4)
  expect(printed).toContain('[redacted]')
})
