import { inspect } from 'node:util'
import type { ClientEvent } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { bearerToken, type CefiRestClient, type CefiRestClientOptions, hmacKey } from '../src/index.ts'
import { scriptedClient } from './support/clients.ts'
import type { Answer } from './support/scripted-fetch.ts'

const planted = {
  secret: 'planted-hmac-secret',
  claim: 'planted-token-claim',
  header: 'planted-header',
  query: 'planted-query',
  body: 'planted-body',
}
const token = `${btoa('{}')}.${btoa(JSON.stringify({ client_id: '7', who: planted.claim }))}.planted-token-signature`
const needles = [...Object.values(planted), token, token.split('.')[1] ?? '', 'planted-token-signature']

const credentials: readonly (readonly [string, CefiRestClientOptions])[] = [
  ['an HMAC key', { auth: hmacKey({ organizationId: 'o', keyId: 'k', secret: planted.secret }) }],
  [
    'an older HMAC key',
    { auth: hmacKey({ organizationId: 'o', keyId: 'k', secret: planted.secret }), pathFamily: 'api-v1-plural' },
  ],
  ['a token', { auth: bearerToken(token) }],
]

const failures: readonly (readonly [string, Answer | Error])[] = [
  ['a broken connection', new TypeError('fetch failed', { cause: new Error('ECONNRESET') })],
  ['a refusal', { status: 400, body: { error: { type: 'about:blank', title: 'Bad Request', status: 400 } } }],
  ['a 401', { status: 401, body: { title: 'Unauthorized' } }],
  ['a 401 of another day', { status: 401, headers: { date: 'Fri, 20 Nov 2026 00:00:00 GMT' }, body: {} }],
  ['a failure', { status: 500, body: 'stack trace' }],
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/?x=1' }, body: '' }],
  ['an HTML page', { body: '<html></html>' }],
  ['nothing', { body: '' }],
  ['half an answer', { body: '{"data":[' }],
]

const call = { retry: false, headers: { 'x-note': planted.header } } as const
const info = { client_id: '7', instrument_id: '1', qty: '1', side: 'BUY', type: 'MARKET', note: planted.body } as const
const calls: readonly (readonly [string, (cefi: CefiRestClient) => Promise<unknown>])[] = [
  ['listOrders', (cefi) => cefi.listOrders({ query: { query: planted.query } }, call)],
  ['createOrder', (cefi) => cefi.createOrder({ body: { external_id: 'mine-1', info } }, call)],
  [
    'a request that breaks the contract',
    (cefi) => cefi.createOrder({ body: { external_id: 'mine-1', info: { ...info, qty: planted.body } } }, call),
  ],
]

/** All that a program could print about a call: the error, the events, the log, and the client itself; and what of it is secret. */
async function traces(
  options: CefiRestClientOptions,
  answer: Answer | Error,
  run: (typeof calls)[number][1],
): Promise<{ readonly text: string; readonly hits: string[] }> {
  const kept: unknown[] = []
  const keep = (...line: unknown[]): void => {
    kept.push(line)
  }
  const onEvent = (event: ClientEvent): void => keep(event)
  const { cefi, sent } = scriptedClient({ ...options, onEvent, logger: { debug: keep, warn: keep } }, answer)
  const error: unknown = await run(cefi).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Error)
  const text = [...kept, error, cefi, options]
    .map((value) => `${inspect(value, { depth: 12, showHidden: true })}\n${String(value)}\n${JSON.stringify(value)}`)
    .join('\n')
  const signatures = sent.flatMap(({ headers }) => [...headers].filter(([name]) => name.endsWith('-signature')))
  return { text, hits: hitsIn(text, [...needles, ...signatures.map(([, value]) => value)]) }
}

const hitsIn = (text: string, secrets = needles): string[] => secrets.filter((secret) => text.includes(secret))

describe.each(credentials)('nothing that was planted comes out with %s', (_, options) => {
  describe.each(calls)('after %s', (_, run) => {
    it.each(failures)('meets %s', async (_, answer) => {
      expect((await traces(options, answer, run)).hits).toEqual([])
    })
  })
})

describe('a service that echoes the token', () => {
  it('gets it struck out of the error', async () => {
    const echo = { status: 400, body: { title: 'Bad Request', detail: `The token ${token} is odd.` } }
    const { text, hits } = await traces({ auth: bearerToken(token) }, echo, (cefi) => cefi.listClients({}, call))
    expect(text).toMatch(/The token \[redacted\] is odd\./)
    expect(hits).toEqual([])
  })
})

describe('the search itself', () => {
  it('finds what is printed', () => {
    expect(hitsIn(inspect({ deep: { headers: { 'x-note': planted.header } } }))).toEqual([planted.header])
  })
})
