import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AuthenticationError, bearerToken, CredentialError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import type { CefiRestClient, CefiRestClientOptions } from '../src/index.ts'
import { key, only, scriptedClient } from './support/clients.ts'
import type { Sent } from './support/scripted-fetch.ts'

type Vector = { readonly id: string; readonly body: string; readonly signatureBase64: string }
const vectors = ['cefi-rest', 'cefi-rest-legacy'].flatMap(
  (file) =>
    JSON.parse(readFileSync(new URL(`../../../specs/vectors/${file}.json`, import.meta.url), 'utf8')) as Vector[],
)
const vector = (id: string): Vector => {
  const found = vectors.find((row) => row.id === id)
  if (found === undefined) throw new Error(`There is no vector ${id}.`)
  return found
}

const hmac = (text: string): string => createHmac('sha256', 'test-secret').update(text, 'utf8').digest('base64')
/** Good for a list, and for one object in an array of one. */
const answer = { data: [{ id: '1' }] }

/** Makes one call and gives back what was sent. */
async function sending(
  options: CefiRestClientOptions,
  call: (cefi: CefiRestClient) => Promise<unknown>,
): Promise<Sent> {
  const { cefi, sent } = scriptedClient({ auth: key, validate: 'off', ...options }, { body: answer })
  await call(cefi)
  return only(sent)
}

describe('the cefi-rest scheme', () => {
  it('sends the four headers with the signature of the vector', async () => {
    const { headers } = await sending({}, (cefi) => cefi.listActiveOrders())
    expect(headers.get('X-Truex-Organization-Id')).toBe('org-1')
    expect(headers.get('X-Truex-Key-Id')).toBe('key-1')
    expect(headers.get('X-Truex-Timestamp')).toBe('1700000000')
    expect(headers.get('X-Truex-Signature')).toBe(vector('cefi-rest-get-active').signatureBase64)
  })

  it.each([
    ['cefi-rest-post-order', (cefi: CefiRestClient, body: never) => cefi.createOrder({ body })],
    ['cefi-rest-patch-order', (cefi: CefiRestClient, body: never) => cefi.modifyOrder({ body })],
  ] as const)('signs the bytes that are sent: %s', async (id, call) => {
    const sent = await sending({}, (cefi) => call(cefi, JSON.parse(vector(id).body) as never))
    expect(sent.body).toBe(vector(id).body)
    expect(sent.headers.get('X-Truex-Signature')).toBe(vector(id).signatureBase64)
  })

  it('signs the id that it made, and sends the same one', async () => {
    const info = { client_id: '7', instrument_id: '1', qty: '1', price: '100', side: 'BUY', type: 'LIMIT' } as const
    const sent = await sending({}, (cefi) => cefi.createOrder({ body: { info } }))
    expect(sent.headers.get('X-Truex-Signature')).toBe(hmac(`POST\n/v1/cefi/orders\n1700000000\n${sent.body}`))
  })

  it('leaves the query out of the signature', async () => {
    const sent = await sending({}, (cefi) => cefi.listOrders({ query: { skip: 0, size: 10 } }))
    expect(sent.target).toBe('/v1/cefi/orders/list?skip=0&size=10')
    expect(sent.headers.get('X-Truex-Signature')).toBe(hmac('GET\n/v1/cefi/orders/list\n1700000000\n'))
  })

  it('signs the query when told to', async () => {
    const sent = await sending({ signQuery: true }, (cefi) => cefi.listOrders({ query: { skip: 0, size: 10 } }))
    expect(sent.headers.get('X-Truex-Signature')).toBe(vector('cefi-rest-option-path-with-query').signatureBase64)
  })

  it('signs the path without its prefix when told to', async () => {
    const sent = await sending({ signedPath: 'without-prefix' }, (cefi) => cefi.listActiveOrders())
    expect(sent.headers.get('X-Truex-Signature')).toBe(vector('cefi-rest-option-path-without-prefix').signatureBase64)
  })
})

describe('the time that is signed', () => {
  it.each([
    [-16_000, '1699999984'],
    [0, '1700000000'],
    [2_000, '1700000002'],
  ])('is this machine’s, moved by a known offset of %d ms, in whole seconds', async (clockOffsetMs, timestamp) => {
    const { headers } = await sending({ clockOffsetMs }, (cefi) => cefi.listClients())
    expect(headers.get('X-Truex-Timestamp')).toBe(timestamp)
  })

  it('is not moved by what the service says when the offset is known', async () => {
    const date = 'Fri, 20 Nov 2026 00:00:00 GMT'
    const script = { body: answer, headers: { date } }
    const { cefi, sent } = scriptedClient({ auth: key, clockOffsetMs: 0 }, script, script)
    await cefi.listClients()
    await cefi.listClients()
    expect(sent.map(({ headers }) => headers.get('X-Truex-Timestamp'))).toEqual(['1700000000', '1700000000'])
  })
})

describe('the cefi-rest-legacy scheme', () => {
  it('goes with the singular paths', async () => {
    const { target, headers } = await sending({ pathFamily: 'api-v1-singular' }, (cefi) => cefi.listActiveOrders())
    expect(target).toBe('/api/v1/order/active')
    expect(headers.get('x-truex-auth-token')).toBe('key-1')
    expect(headers.get('x-truex-auth-timestamp')).toBe('1700000000')
    expect(headers.get('x-truex-auth-userid')).toBe('7')
    expect(headers.get('x-truex-auth-signature')).toBe(vector('cefi-rest-legacy-get-active').signatureBase64)
    expect(headers.has('X-Truex-Signature')).toBe(false)
  })

  it('goes with the plural paths', async () => {
    const sent = await sending({ pathFamily: 'api-v1-plural' }, (cefi) =>
      cefi.cancelOrder({ path: { ref_id: '799477895858487977' } }),
    )
    expect(sent.target).toBe('/api/v1/orders/799477895858487977')
    expect(sent.headers.get('x-truex-auth-signature')).toBe(vector('cefi-rest-legacy-delete-order').signatureBase64)
  })

  it('can be chosen for the current paths', async () => {
    const sent = await sending({ hmacScheme: 'cefi-rest-legacy' }, (cefi) => cefi.listActiveOrders())
    expect(sent.headers.get('x-truex-auth-signature')).toBe(
      vector('cefi-rest-legacy-option-current-path').signatureBase64,
    )
  })

  it.each([
    ['userid', ['x-truex-auth-userid']],
    ['user-id', ['x-truex-auth-user-id']],
    ['both', ['x-truex-auth-user-id', 'x-truex-auth-userid']],
    ['none', []],
  ] as const)('spells the user header as %s', async (userIdHeader, names) => {
    const sent = await sending({ hmacScheme: 'cefi-rest-legacy', userIdHeader }, (cefi) => cefi.listClients())
    expect([...sent.headers.keys()].filter((name) => name.startsWith('x-truex-auth-user'))).toEqual(names)
  })
})

describe('a bearer token', () => {
  const jwt = (claims: object): string =>
    `${btoa('{}')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`

  it('goes into Authorization, and nothing is signed', async () => {
    const token = jwt({ client_id: '78901985048264710' })
    const { headers } = await sending({ auth: bearerToken(token) }, (cefi) => cefi.listClients())
    expect(headers.get('authorization')).toBe(`Bearer ${token}`)
    expect([...headers.keys()].filter((name) => name.startsWith('x-truex'))).toEqual(['x-truex-version'])
  })

  it('of a source is dropped when it is refused, and a read is sent again with the next one', async () => {
    const dropped: string[] = []
    const tokens = [jwt({ client_id: '7', jti: 'a' }), jwt({ client_id: '7', jti: 'b' })]
    const auth = {
      token: () => Promise.resolve(tokens[dropped.length] ?? ''),
      invalidate: (token: string) => dropped.push(token) > 0,
    }
    const { cefi, sent } = scriptedClient({ auth }, { status: 401, body: {} }, { body: { data: [] } })
    await cefi.listClients()
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(tokens.map((token) => `Bearer ${token}`))
    expect(dropped).toEqual([tokens[0]])
  })

  it('without client_id is refused before anything is sent', async () => {
    const { cefi, sent } = scriptedClient({ auth: bearerToken(jwt({ sub: 'somebody' })) })
    const call = cefi.listClients()
    await expect(call).rejects.toThrow(AuthenticationError)
    await expect(call).rejects.toMatchObject({ code: 'token_claim_missing', attempts: 0 })
    expect(sent).toEqual([])
  })
})

describe('credentials', () => {
  it('stay away from public operations', async () => {
    const { headers } = await sending({}, (cefi) => cefi.listInstruments())
    expect(headers.has('X-Truex-Key-Id')).toBe(false)
  })

  it('go to public operations when asked for', async () => {
    const { headers } = await sending({ authenticatePublic: true }, (cefi) => cefi.listInstruments())
    expect(headers.get('X-Truex-Key-Id')).toBe('key-1')
  })

  it('are missed before a protected operation is sent', async () => {
    const { cefi, sent } = scriptedClient({})
    await expect(cefi.listBalances()).rejects.toThrow(CredentialError)
    expect(sent).toEqual([])
  })
})
