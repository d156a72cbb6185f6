import { createPublicKey, verify } from 'node:crypto'
import { apiKey, type Runtime } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { keyFile } from '../test/support/key-file.ts'
import { type Answer, scriptedFetch } from '../test/support/scripted-fetch.ts'
import { createAuthClient } from './create-auth-client.ts'

const NOW = 1_790_208_000_500
const pair = {
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  token_type: 'Bearer',
  expires_in: '2026-09-24T01:00:00.000Z',
}
const granted: Answer = { json: pair }
const reset = new TypeError('fetch failed')

/** A machine whose wall clock shows `wallMs`, and whose waits take no time. */
function machine(wallMs: number): Runtime & { readonly waits: number[] } {
  let monotonic = 0
  const waits: number[] = []
  return {
    waits,
    wallMs: () => wallMs + monotonic,
    monotonicMs: () => monotonic,
    random: () => 0.5,
    after: (delayMs, work) => {
      // Limits of attempts are seconds; only the short waits between them pass here.
      if (delayMs >= 5_000) return () => {}
      waits.push(delayMs)
      monotonic += delayMs
      queueMicrotask(work)
      return () => {}
    },
  }
}

function exchange(wallMs: number, ...answers: Answer[]) {
  const { fetch, sent } = scriptedFetch(...answers)
  const runtime = machine(wallMs)
  const auth = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch, runtime })
  return { token: auth.tokens.token(), sent, runtime, auth }
}

function bodyOf(sent: readonly { readonly body: unknown }[], index: number) {
  return sent[index]?.body as { key_id: string; timestamp: number; signature: string }
}

const serverDate = (ms: number): Record<string, string> => ({ date: new Date(ms).toUTCString() })

describe('the challenge', () => {
  test('carries the key id, whole seconds as a number, and a signature over both', async () => {
    const { token, sent } = exchange(NOW, granted)
    await expect(token).resolves.toBe('access-1')
    const body = bodyOf(sent, 0)
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://api.uat.truemarkets.co/v1/auth/api-key/token' })
    expect([body.key_id, body.timestamp]).toEqual([keyFile.key_id, 1_790_208_000])
    const { kty, crv, x, y } = keyFile.private_key
    const key = createPublicKey({ format: 'jwk', key: { kty, crv, x, y } })
    const message = Buffer.from(`${keyFile.key_id}.1790208000`)
    const signature = Buffer.from(body.signature, 'base64url')
    expect(verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })

  test('is sent without a bearer token', async () => {
    const { token, sent } = exchange(NOW, granted)
    await token
    expect(sent[0]?.headers.has('authorization')).toBe(false)
  })
})

describe('another attempt', () => {
  test.each<[string, Answer]>([
    ['a lost answer', reset],
    ['a failing service', { status: 503, text: '' }],
    ['a rate limit', { status: 429, json: { message: 'slow down' } }],
  ])('follows %s, with a signature of its own', async (_, failure) => {
    const { token, sent, runtime } = exchange(NOW, failure, granted)
    await expect(token).resolves.toBe('access-1')
    expect(runtime.waits).toEqual([100])
    expect(bodyOf(sent, 1).signature).not.toBe(bodyOf(sent, 0).signature)
  })

  // Where signatures are deterministic, as in browsers, the same challenge would be the same body.
  test('signs another challenge in the same second', async () => {
    const { token, sent } = exchange(NOW - 500, reset, reset, granted)
    await expect(token).resolves.toBe('access-1')
    expect([0, 1, 2].map((index) => bodyOf(sent, index).timestamp - 1_790_208_000)).toEqual([0, 1, 2])
  })

  test('waits as long as the server asks', async () => {
    const { token, sent, runtime } = exchange(NOW, { status: 429, text: '', headers: { 'retry-after': '3' } }, granted)
    await expect(token).resolves.toBe('access-1')
    expect([sent.length, runtime.waits]).toEqual([2, [3_000]])
  })

  test('does not follow when the server asks for a long wait', async () => {
    const { token, sent } = exchange(NOW, { status: 429, text: '', headers: { 'retry-after': '60' } })
    await expect(token).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 })
    expect(sent).toHaveLength(1)
  })

  test('ends after three', async () => {
    const { token, sent, runtime } = exchange(NOW, reset, reset, reset)
    await expect(token).rejects.toMatchObject({ code: 'connection_failed', operation: 'exchangeApiKeyToken' })
    expect([sent.length, runtime.waits]).toEqual([3, [100, 200]])
  })

  test.each<[string, Answer, string]>([
    ['a redirect, as of a portal', { status: 302, text: '', headers: { location: '/login' } }, 'redirect_refused'],
    ['a page in place of the answer', { status: 200, text: '<html></html>' }, 'response_undecodable'],
  ])('does not follow %s', async (_, answer, code) => {
    const { token, sent } = exchange(NOW, answer)
    await expect(token).rejects.toMatchObject({ code })
    expect(sent).toHaveLength(1)
  })

  test('does not follow a refusal', async () => {
    const { token, sent } = exchange(NOW, {
      status: 401,
      json: { type: 'unauthenticated', message: 'invalid signature' },
    })
    await expect(token).rejects.toMatchObject({ code: 'authentication_failed', status: 401 })
    expect(sent).toHaveLength(1)
  })
})

describe('a clock outside the window', () => {
  const skewed = NOW + 3_600_000
  const refusal: Answer = { status: 401, json: { message: 'expired' }, headers: serverDate(NOW) }

  // The last is the clock of a machine whose battery is empty.
  test.each([skewed, NOW - 3_600_000, NOW + 35_000, NOW - 35_000, 0])(
    'is corrected from the answer that refused it: %i',
    async (wallMs) => {
      const { token, sent, runtime, auth } = exchange(wallMs, refusal, granted)
      await expect(token).resolves.toBe('access-1')
      expect(runtime.waits).toEqual([])
      expect(Math.abs(bodyOf(sent, 1).timestamp - NOW / 1000)).toBeLessThan(2)
      // By that clock the token has not ended either.
      await expect(auth.tokens.token()).resolves.toBe('access-1')
      expect(sent).toHaveLength(2)
    },
  )

  test('is corrected after the machine slept, which its monotonic clock has not seen', async () => {
    const { fetch, sent } = scriptedFetch(
      { json: { ...pair, expires_in: 1_800 }, headers: serverDate(NOW) },
      { status: 401, json: { message: 'expired' }, headers: serverDate(skewed) },
      granted,
    )
    const awake = machine(NOW)
    let sleptMs = 0
    const runtime = { ...awake, wallMs: () => awake.wallMs() + sleptMs }
    const { tokens } = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch, runtime })
    await tokens.token()
    sleptMs = skewed - NOW
    await tokens.token()
    expect(sent).toHaveLength(3)
    expect(Math.abs(bodyOf(sent, 2).timestamp - skewed / 1000)).toBeLessThan(2)
  })

  test('is corrected once only', async () => {
    const { token, sent } = exchange(skewed, refusal, refusal)
    await expect(token).rejects.toMatchObject({ code: 'authentication_failed' })
    expect(sent).toHaveLength(2)
  })

  test('is not blamed for a difference inside the window', async () => {
    const { token, sent } = exchange(NOW + 20_000, refusal)
    await expect(token).rejects.toMatchObject({ code: 'authentication_failed' })
    expect(sent).toHaveLength(1)
  })

  test('is not blamed when it was right', async () => {
    const { token, sent } = exchange(NOW, refusal)
    await expect(token).rejects.toMatchObject({ code: 'authentication_failed' })
    expect(sent).toHaveLength(1)
  })
})

describe('a client without a key', () => {
  test('says so when a token is asked for', async () => {
    const auth = createAuthClient({ environment: 'uat', fetch: scriptedFetch().fetch })
    await expect(auth.tokens.token()).rejects.toMatchObject({ code: 'credential_missing' })
  })
})
