import { createHmac, createPrivateKey, createSecretKey, sign } from 'node:crypto'
import {
  createOperations,
  createPipeline,
  createRaw,
  hmacAuthorizer,
  hmacKey,
  importHmacSecret,
  importSigningKey,
  type OperationTable,
  signCefiRest,
  signChallenge,
} from '@truemarkets/core'
import createFetchClient, { type Middleware } from 'openapi-fetch'
import { measure, report } from './measure.ts'

/** Run with `node bench/run.ts` after a build. Nothing goes over the network: what is measured is the client. */

const SECRET = 'bench-secret'
const BASE = 'https://api.example.test/v1/cefi'
const body = {
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
}
const ANSWER = JSON.stringify({ data: { id: '799477895858487977', status: 'ACTIVE', ...body } })
const answer = (): Promise<Response> =>
  Promise.resolve(
    new Response(ANSWER, {
      headers: {
        'content-type': 'application/json',
        'content-length': String(ANSWER.length),
        date: new Date().toUTCString(),
      },
    }),
  )

interface Paths {
  '/orders': {
    post: {
      requestBody: { content: { 'application/json': typeof body } }
      responses: { 200: { content: { 'application/json': unknown } } }
    }
  }
}
interface Api {
  createOrder(params: { body: typeof body }): Promise<unknown>
}
const table: OperationTable = {
  createOrder: {
    id: 'createOrder',
    method: 'POST',
    path: '/orders',
    auth: 'hmac',
    authOptional: false,
    retry: 'never',
    page: 'none',
    unwrap: true,
    success: [200],
    deprecated: false,
  },
}

const pipeline = createPipeline({
  baseUrl: BASE,
  operations: table,
  authorizer: hmacAuthorizer(hmacKey({ organizationId: 'o', keyId: 'k', secret: SECRET }), { scheme: 'cefi-rest' }),
  version: { header: 'X-Truex-Version', value: 'v2026_01_23' },
  fetch: answer,
})
const named = createOperations<Api>(table, { pipeline })
const raw = createRaw<Paths>(pipeline)

const secretKey = createSecretKey(Buffer.from(SECRET))
const hmac = (text: string): string => createHmac('sha256', secretKey).update(text).digest('base64')
const headersFor = (text: string): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / 1000))
  return {
    'content-type': 'application/json',
    'X-Truex-Version': 'v2026_01_23',
    'X-Truex-Organization-Id': 'o',
    'X-Truex-Key-Id': 'k',
    'X-Truex-Timestamp': timestamp,
    'X-Truex-Signature': hmac(`POST\n/v1/cefi/orders\n${timestamp}\n${text}`),
  }
}

/** What most people write: sign in a middleware that reads the body back from a clone of the request. */
const cloning: Middleware = {
  async onRequest({ request }) {
    const text = await request.clone().text()
    for (const [name, value] of Object.entries(headersFor(text))) request.headers.set(name, value)
    return request
  },
}
const naive = createFetchClient<Paths>({ baseUrl: BASE, fetch: answer })
naive.use(cloning)

report(
  'signed POST over a mocked transport',
  await measure([
    {
      name: 'fetch + HMAC by hand (Request and Response)',
      async run() {
        const text = JSON.stringify(body)
        const response = await answerTo(
          new Request(`${BASE}/orders`, { method: 'POST', body: text, headers: headersFor(text) }),
        )
        const parsed: unknown = await response.json()
        return parsed
      },
    },
    {
      name: 'fetch + HMAC by hand (url and init)',
      async run() {
        const text = JSON.stringify(body)
        const init = { method: 'POST', body: text, headers: headersFor(text) }
        const response = await answerTo(init)
        const parsed: unknown = await response.json()
        return parsed
      },
    },
    { name: 'named operation', run: () => named.createOrder({ body }) },
    { name: 'raw (openapi-fetch over the pipeline)', run: () => raw.POST('/orders', { body }) },
    { name: 'openapi-fetch + clone middleware', run: () => naive.POST('/orders', { body }) },
  ]),
)

function answerTo(_request: unknown): Promise<Response> {
  return answer()
}

const imported = importHmacSecret(SECRET)
const text = JSON.stringify(body)
report(
  'HMAC-SHA256 of an order',
  await measure(
    [
      { name: 'node:crypto with a KeyObject', run: () => hmac(`POST\n/v1/cefi/orders\n1700000000\n${text}`) },
      {
        name: 'signCefiRest',
        run: () =>
          signCefiRest({
            secret: imported,
            method: 'POST',
            path: '/v1/cefi/orders',
            timestamp: '1700000000',
            body: text,
          }),
      },
    ],
    60,
    4000,
  ),
)

const scalar = '11'.repeat(32)
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  d: 'ERERERERERERERERERERERERERERERERERERERERERE',
  x: 'AhfmF_C2RDkoJ4-WmZ5pojpPLBUr321s32bluAKC1O0',
  y: 'GUp968uXcS0t2jyoWqh2Wlb0X8dYWZZS8ol8ZTBuV5Q',
}
const privateKey = { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
const signingKey = importSigningKey(scalar)
report(
  'ES256 of a challenge',
  await measure(
    [
      {
        name: 'node:crypto with a KeyObject',
        run: () => sign('sha256', Buffer.from('8a4f1e2b.1790208000'), privateKey).toString('base64url'),
      },
      { name: 'signChallenge', run: () => signChallenge(signingKey, '8a4f1e2b', 1_790_208_000) },
    ],
    40,
    300,
  ),
)
