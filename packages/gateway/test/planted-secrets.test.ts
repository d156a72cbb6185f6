import { inspect } from 'node:util'
import { apiKey, type Transport } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { keyFile } from '../../auth/test/support/key-file.ts'
import { createGatewayClient, type GatewayClient } from '../src/index.ts'

const ACCESS = 'planted-access-token-0001'
const REFRESH = 'planted-refresh-token-0001'
const PAYLOAD = 'payload to be stamped'

const prepared = { order_id: 'o1', status: 'initialized', payloads: [{ digest: 'd', payload: PAYLOAD }] }
const pair = { access_token: ACCESS, refresh_token: REFRESH, token_type: 'Bearer', expires_in: '2099-01-01T00:00:00Z' }

/** How a server spoils one answer; `echo` is everything it was sent, which a careless server may send back. */
const faults: Record<string, (echo: string) => Response> = {
  'a refusal that echoes the request': (echo) => Response.json({ message: echo, type: echo }, { status: 400 }),
  'a 401 that echoes the request': (echo) => Response.json({ error: echo, message: echo, code: 401 }, { status: 401 }),
  'a 422 that names the inputs': (echo) =>
    Response.json({ type: 'x', message: echo, field_violations: [{ field: echo, message: echo }] }, { status: 422 }),
  'a failure in plain text': (echo) => new Response(echo, { status: 503 }),
  'a page from a proxy': (echo) =>
    new Response(`<html>${echo}</html>`, { status: 403, headers: { 'content-type': 'text/html' } }),
  'a success that is a page': (echo) =>
    new Response(`<html>${echo}</html>`, { headers: { 'content-type': 'text/html' } }),
  'a success that is no JSON': (echo) => new Response(`{"message": "${echo}`),
  'a success without a body': () => new Response(''),
  'a redirect': (echo) =>
    new Response(null, { status: 307, headers: { location: `https://elsewhere.example/?${echo.length}` } }),
  'a lost answer': (echo) => {
    throw new TypeError('fetch failed', { cause: new Error(`while sending ${echo.length} bytes`) })
  },
}

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
  test.each(Object.entries(faults))('%s prints no secret', async (_, fault) => {
    const { printed, secrets } = await drive(path, fault)
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
  })
})

test('the test would notice a secret', async () => {
  const { printed, secrets } = await drive('/orders', (echo) => Response.json({ message: echo }, { status: 400 }))
  expect(secrets.length).toBeGreaterThan(4)
  expect(printed).toContain('[redacted]')
})
