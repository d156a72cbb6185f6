import { createHmac, createSecretKey } from 'node:crypto'
import { createCefiRestClient, hmacKey } from '@truemarkets/cefi-rest'
import ky from 'ky'
import OpenAI from 'openai'
import createClient from 'openapi-fetch'
import type { Figure, Suite } from '../figure.ts'
import { sideBySide } from '../side-by-side.ts'

const origin = 'https://api.uat.truex.co'
const order = {
  external_id: '2adc09dd-d49f-41da-b3b8-30d01bb350fe',
  info: {
    client_id: '78901985048264710',
    instrument_id: '78901949723181070',
    qty: '0.01',
    price: '110865.50',
    side: 'BUY',
    type: 'LIMIT',
    tif: 'GTC',
  },
} as const
const answer = JSON.stringify({ data: { id: '799477895858487977', status: 'NEW_PENDING', order_info: order.info } })

const respond = (): Promise<Response> =>
  Promise.resolve(
    new Response(answer, { headers: { 'content-type': 'application/json', 'content-length': `${answer.length}` } }),
  )
/** The request that was sent last. */
let sent: Request | undefined
/** Takes the request as the runtime's fetch would, so that nobody is spared making one. */
const transport = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  sent = new Request(input, init)
  return respond()
}

/** A signed order with a transport that answers at once: what a client costs beside the network. */
export const signedCall: Suite = {
  name: 'signed-call',
  async *figures(): AsyncIterable<Figure> {
    const cefi = createCefiRestClient({
      environment: { cefiRest: `${origin}/v1/cefi` },
      auth: hmacKey({ organizationId: 'o', keyId: 'k', secret: 'test-secret' }),
      fetch: transport,
    })
    const naive = createClient<NaivePaths>({ baseUrl: `${origin}/v1/cefi`, fetch: (request) => transport(request) })
    naive.use({
      async onRequest({ request }) {
        const body = await request.clone().text()
        return new Request(request, { headers: { ...Object.fromEntries(request.headers), ...signature(body) } })
      },
    })
    const openai = new OpenAI({ apiKey: 'k', baseURL: `${origin}/v1/cefi`, fetch: transport, maxRetries: 0 })
    const hooked = ky.create({
      baseUrl: origin,
      fetch: transport,
      retry: 0,
      hooks: {
        beforeRequest: [
          async ({ request }) => {
            const body = await request.clone().text()
            for (const [name, value] of Object.entries(signature(body))) request.headers.set(name, value)
          },
        ],
      },
    })

    const signed = {
      raw: async (): Promise<unknown> => {
        const body = JSON.stringify(order)
        const response = await transport(`${origin}/v1/cefi/orders`, { method: 'POST', body, headers: signature(body) })
        return await response.json()
      },
      ours: () => cefi.createOrder({ body: order }),
      clone: () => naive.POST('/orders', { body: order }),
      kyHooks: () => hooked.post('v1/cefi/orders', { json: order }).json(),
    }
    for (const call of Object.values(signed)) {
      await call()
      await checkSent()
    }
    const { raw, ours, clone, kyHooks, openaiCore } = await sideBySide({
      ...signed,
      openaiCore: () => openai.post('/orders', { body: order }),
    })
    const beside = (name: string, measured: { ns: number; ratio: number }, target?: Figure['target']): Figure => ({
      name,
      value: measured.ratio,
      unit: '×',
      target,
      note: `${(measured.ns / 1e3).toFixed(1)} µs / ${(raw.ns / 1e3).toFixed(1)} µs`,
    })
    yield beside('cefi.createOrder / fetch + HMAC by hand', ours, { at: 'most', value: 1.5 })
    yield beside('  beside it: openapi-fetch, signing in a middleware that clones', clone)
    yield beside('  beside it: ky, signing in a hook that clones', kyHooks)
    yield beside("  beside it: openai's core, unsigned", openaiCore)
  },
}

interface NaivePaths {
  '/orders': {
    post: {
      requestBody: { content: { 'application/json': typeof order } }
      responses: { 200: { content: { 'application/json': unknown } } }
    }
  }
}

/** Whoever sends less than the others, or signs something else, would be fast. */
async function checkSent(): Promise<void> {
  const { method, url, headers } = sent ?? new Request(origin)
  const body = await sent?.text()
  const timestamp = headers.get('x-truex-timestamp') ?? ''
  const isWhole = method === 'POST' && url === `${origin}/v1/cefi/orders` && body === JSON.stringify(order)
  if (!isWhole || headers.get('x-truex-signature') !== signature(body, timestamp)['x-truex-signature'])
    throw new Error(`This is not the signed order: ${method} ${url} ${body}`)
}

/** Made once, as whoever signs often does: from a text a key would be made for every signature. */
const key = createSecretKey('test-secret', 'utf8')

function signature(body: string, timestamp = String(Math.floor(Date.now() / 1000))): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-truex-version': 'v2026_01_23',
    'x-truex-organization-id': 'o',
    'x-truex-key-id': 'k',
    'x-truex-timestamp': timestamp,
    'x-truex-signature': createHmac('sha256', key)
      .update(`POST\n/v1/cefi/orders\n${timestamp}\n${body}`)
      .digest('base64'),
  }
}
