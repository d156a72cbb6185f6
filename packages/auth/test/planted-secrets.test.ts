import { inspect } from 'node:util'
import { apiKey, type Transport } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { type AuthClient, createAuthClient } from '../src/index.ts'
import { createTokenVerifier } from '../src/verify.ts'
import { keyFile } from './support/key-file.ts'
import { spoiltAnswers } from './support/spoilt-answers.ts'

const ACCESS = 'planted-access-token-0001'
const REFRESH = 'planted-refresh-token-0001'
const GIVEN = 'planted-refresh-token-0002'
/** A token at its end, so that the next one is asked for with the refresh token. */
const pair = { access_token: ACCESS, refresh_token: REFRESH, token_type: 'Bearer', expires_in: 0 }

/** Answers well until it is asked for `spoilt`; then the answer says all it was sent and all it would have given. */
function server(
  spoilt: string,
  spoil: (echo: string) => Response,
): { fetch: Transport; readonly signatures: string[] } {
  const signatures: string[] = []
  const fetch: Transport = async (url, init) => {
    await Promise.resolve()
    const body = typeof init.body === 'string' ? init.body : ''
    for (const [, value = ''] of body.matchAll(/"signature":"([^"]+)"/g)) signatures.push(value)
    if (!url.endsWith(spoilt)) return Response.json(pair)
    return spoil(`${Object.values(Object.fromEntries(new Headers(init.headers))).join(' ')} ${body}`)
  }
  return { fetch, signatures }
}

const calls: Record<string, { readonly path: string; call(auth: AuthClient): Promise<unknown> }> = {
  'an exchange of the token source': { path: '/api-key/token', call: (auth) => auth.tokens.token() },
  'a renewal of the token source': {
    path: '/token/refresh',
    async call(auth) {
      await auth.tokens.token()
      await auth.tokens.token()
    },
  },
  'an exchange by name': {
    path: '/api-key/token',
    call: (auth) =>
      auth.exchangeApiKeyToken({
        body: { key_id: keyFile.key_id, timestamp: 1, signature: apiKey(keyFile).signChallenge(1) },
      }),
  },
  'a refresh by name': {
    path: '/token/refresh',
    call: (auth) => auth.refreshToken({ body: { refresh_token: GIVEN } }),
  },
  'a verification': { path: '/jwks.json', call: (auth) => createTokenVerifier(auth)(ACCESS) },
}

async function drive(name: string, spoil: (echo: string) => Response): Promise<{ printed: string; secrets: string[] }> {
  const wanted = calls[name]
  if (wanted === undefined) throw new Error('no such call')
  const { fetch, signatures } = server(wanted.path, spoil)
  const said: unknown[] = []
  const key = apiKey(keyFile)
  const auth = createAuthClient({
    environment: 'uat',
    auth: key,
    fetch,
    retry: { baseDelayMs: 0 },
    logger: { debug: (...line) => said.push(line), warn: (...line) => said.push(line) },
    onEvent: (event) => said.push(event),
  })
  await wanted.call(auth).catch((error: unknown) => {
    said.push(error, String(error), JSON.stringify(error), error instanceof Error ? error.stack : undefined)
  })
  said.push(auth, auth.tokens, key, JSON.stringify(key), JSON.stringify(auth))
  const { d } = keyFile.private_key
  return {
    printed: said.map((thing) => inspect(thing, { depth: Infinity, showHidden: true })).join('\n'),
    secrets: [ACCESS, REFRESH, GIVEN, d, Buffer.from(d, 'base64url').toString('hex'), ...signatures],
  }
}

describe.each(Object.keys(calls))('%s', (name) => {
  test.each(Object.entries(spoiltAnswers))('%s prints no secret', async (_, spoil) => {
    const { printed, secrets } = await drive(name, spoil)
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
  })

  test('a token pair that breaks off prints no secret', async () => {
    const { printed, secrets } = await drive(name, () => new Response(JSON.stringify(pair).slice(0, -1)))
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
  })

  test('a token pair in another shape prints no secret', async () => {
    const { printed, secrets } = await drive(name, () => Response.json({ data: pair, expires_in: [ACCESS] }))
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
  })
})

test('the test would notice a secret', async () => {
  const { printed, secrets } = await drive('a refresh by name', (echo) =>
    Response.json({ message: echo }, { status: 400 }),
  )
  expect(secrets.length).toBeGreaterThan(4)
  expect(printed).toContain('[redacted]')
})
