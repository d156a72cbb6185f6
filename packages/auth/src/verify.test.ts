import { inspect } from 'node:util'
import { AuthenticationError } from '@truemarkets/core'
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { JsonWebKey } from './generated/types.ts'
import { createTokenVerifier, organizationIdOf, type TokenVerifierOptions } from './verify.ts'

const NOW = Date.UTC(2026, 10, 20)

/** A key the service might sign with, and its published half. */
async function serviceKey(kid: string, alg = 'RS256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const { n = '', e = '' } = await exportJWK(publicKey)
  const published: JsonWebKey = { kty: 'RSA', kid, use: 'sig', alg, n, e }
  const signEndless = (claims: Record<string, unknown>) =>
    new SignJWT({ planted: 'claim', ...claims }).setProtectedHeader({ alg, kid }).sign(privateKey)
  const sign = (claims: Record<string, unknown>, expiresAtMs = NOW + 60_000) =>
    signEndless({ ...claims, exp: expiresAtMs / 1_000 })
  /** Claims as they are written, where the text of JSON matters. */
  const signText = (claims: string) =>
    new CompactSign(new TextEncoder().encode(claims)).setProtectedHeader({ alg, kid }).sign(privateKey)
  /** A token whose shared secret is the public key, as everybody can read it. */
  const confuse = async (secret: 'pem' | 'n') =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid })
      .setExpirationTime(new Date(NOW + 60_000))
      .sign(secret === 'pem' ? new TextEncoder().encode(await exportSPKI(publicKey)) : Buffer.from(n, 'base64url'))
  return { published, sign, signEndless, signText, confuse }
}

let one: Awaited<ReturnType<typeof serviceKey>>
let two: Awaited<ReturnType<typeof serviceKey>>
beforeAll(async () => {
  ;[one, two] = await Promise.all([serviceKey('k1'), serviceKey('k2')])
})

/** A verifier over answers of `getJwks`, on a clock that is moved by hand. */
function verifier(...answers: readonly (readonly JsonWebKey[] | Error)[]) {
  return verifierWith({}, ...answers)
}

function verifierWith(options: TokenVerifierOptions, ...answers: readonly (readonly JsonWebKey[] | Error)[]) {
  const left = [...answers]
  const clock = { ms: 0, fetches: 0 }
  const getJwks = () => {
    clock.fetches += 1
    const keys = left.shift()
    if (keys === undefined) return Promise.reject(new Error('fetched once too often'))
    return keys instanceof Error ? Promise.reject(keys) : Promise.resolve({ keys: [...keys] })
  }
  // The program has run for a while when it asks for the first time.
  const runtime = { wallMs: () => NOW + clock.ms, monotonicMs: () => 3_600_000 + clock.ms }
  return { verify: createTokenVerifier({ getJwks }, { ...options, runtime }), clock }
}

describe('a good token', () => {
  test('gives its claims', async () => {
    const { verify } = verifier([one.published])
    await expect(verify(await one.sign({ client_id: '7' }))).resolves.toMatchObject({ client_id: '7' })
  })

  test('keeps every digit of an id that it holds as a number', async () => {
    const { verify } = verifier([one.published])
    const jwt = await one.signText(`{"client_id":78901985048264710,"exp":${NOW / 1_000 + 60.5}}`)
    await expect(verify(jwt)).resolves.toEqual({ client_id: '78901985048264710', exp: NOW / 1_000 + 60.5 })
  })

  test('is verified with the keys at hand', async () => {
    const { verify, clock } = verifier([one.published, two.published])
    await verify(await one.sign({}))
    await verify(await two.sign({}))
    expect(clock.fetches).toBe(1)
  })
})

describe('a token that is refused', () => {
  test.each<[string, () => Promise<string>]>([
    ['expired', () => one.sign({}, NOW - 1_000)],
    ['signed by somebody else under a known kid', async () => (await serviceKey('k1')).sign({})],
    ['altered', async () => `${(await one.sign({})).slice(0, -8)}AAAAAAAA`],
    ['no token', () => Promise.resolve('planted-secret')],
    ['without an end', () => one.signEndless({})],
    [
      'signed with a shared secret',
      () =>
        new SignJWT({})
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setExpirationTime(new Date(NOW + 60_000))
          .sign(new TextEncoder().encode('a shared secret of thirty-two bytes')),
    ],
    ['signed with the public key as a shared secret', () => one.confuse('pem')],
    ['signed with the modulus as a shared secret', () => one.confuse('n')],
    [
      'not signed at all',
      () => Promise.resolve(new UnsecuredJWT({}).setExpirationTime(new Date(NOW + 60_000)).encode()),
    ],
    ['without its signature', async () => (await one.sign({})).replace(/[^.]*$/, '')],
    ['good from tomorrow on', () => one.sign({ nbf: NOW / 1_000 + 3_600 })],
  ])('is %s', async (_, make) => {
    const { verify } = verifier([one.published])
    await expect(verify(await make())).rejects.toBeInstanceOf(AuthenticationError)
  })

  test('is signed with another algorithm, even when the keys allow it', async () => {
    const other = await serviceKey('k3', 'RS512')
    const { verify } = verifier([other.published])
    await expect(verify(await other.sign({}))).rejects.toBeInstanceOf(AuthenticationError)
  })

  test('is signed with a published key of the kind that signs challenges', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const published: JsonWebKey = { ...(await exportJWK(publicKey)), kty: 'EC', kid: 'k4', use: 'sig', alg: 'ES256' }
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'k4' })
      .setExpirationTime(new Date(NOW + 60_000))
      .sign(privateKey)
    const { verify } = verifier([published])
    await expect(verify(token)).rejects.toBeInstanceOf(AuthenticationError)
  })

  test('is not quoted, nor are its claims', async () => {
    const { verify } = verifier([one.published])
    const token = await one.sign({}, NOW - 1_000)
    const error: unknown = await verify(token).catch((thrown: unknown) => thrown)
    expect(inspect(error)).not.toContain(token)
    expect(inspect(error)).not.toContain('planted')
  })
})

describe('the keys', () => {
  test('are fetched again when a token names one that is not among them', async () => {
    const { verify, clock } = verifier([one.published], [one.published, two.published])
    await verify(await one.sign({}))
    clock.ms = 30_000
    await expect(verify(await two.sign({}))).resolves.toMatchObject({ planted: 'claim' })
  })

  test('are not fetched again for every unknown key', async () => {
    const { verify, clock } = verifier([one.published])
    await verify(await one.sign({}))
    clock.ms = 29_999
    await expect(verify(await two.sign({}))).rejects.toBeInstanceOf(AuthenticationError)
    expect(clock.fetches).toBe(1)
  })

  test('are fetched again when they are old', async () => {
    const { verify, clock } = verifier([one.published], [one.published])
    await verify(await one.sign({}, NOW + 3_600_000))
    clock.ms = 600_000
    await verify(await one.sign({}, NOW + 3_600_000))
    expect(clock.fetches).toBe(2)
  })

  test('are fetched once for many callers', async () => {
    const { verify, clock } = verifier([one.published])
    const token = await one.sign({})
    await Promise.all([verify(token), verify(token), verify(token)])
    expect(clock.fetches).toBe(1)
  })

  test.each<[string, unknown]>([
    ['is null', null],
    ['is a text', 'k1'],
    ['is too short to verify anything', { kty: 'RSA', kid: 'k1', use: 'sig', alg: 'RS256', n: 'AQAB', e: 'AQAB' }],
    ['lacks its modulus', { kty: 'RSA', kid: 'k1', use: 'sig', alg: 'RS256', e: 'AQAB' }],
    ['has a modulus that is no text', { kty: 'RSA', kid: 'k1', use: 'sig', alg: 'RS256', n: 5, e: 'AQAB' }],
  ])('of which one %s are blamed, and not the token', async (_, broken) => {
    const { verify } = verifier([broken as JsonWebKey])
    await expect(verify(await one.sign({}))).rejects.toMatchObject({ code: 'response_breaks_contract' })
  })

  test('of which one is private are blamed, and not the token', async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const secret: JsonWebKey = { ...(await exportJWK(privateKey)), kty: 'RSA', kid: 'k1', use: 'sig', alg: 'RS256' }
    const { verify } = verifier([secret])
    await expect(verify(await one.sign({}))).rejects.toMatchObject({ code: 'response_breaks_contract' })
  })

  test('that could not be fetched are fetched by the next verification', async () => {
    const down = new Error('down')
    const { verify } = verifier(down, [one.published])
    const token = await one.sign({})
    await expect(verify(token)).rejects.toBe(down)
    await expect(verify(token)).resolves.toMatchObject({ planted: 'claim' })
  })
})

describe('keys that are old while none can be fetched', () => {
  const down = new Error('down')
  const late = NOW + 7_200_000

  test('are used for another hour, and asked for again after each pause', async () => {
    const { verify, clock } = verifier([one.published], down, down, down, down)
    const token = await one.sign({}, late)
    const verifiedAt = async (ms: number) => {
      clock.ms = ms
      const isVerified = await verify(token).then(
        () => true,
        (error: unknown) => error === down && 'down',
      )
      return [isVerified, clock.fetches]
    }
    expect(await verifiedAt(0)).toEqual([true, 1])
    expect(await verifiedAt(600_000)).toEqual([true, 2])
    expect(await verifiedAt(629_999)).toEqual([true, 2])
    expect(await verifiedAt(630_000)).toEqual([true, 3])
    expect(await verifiedAt(4_199_999)).toEqual([true, 4])
    expect(await verifiedAt(4_200_000)).toEqual(['down', 5])
  })

  test('make way for new ones as soon as there are some', async () => {
    const { verify, clock } = verifier([one.published], down, [two.published])
    await verify(await one.sign({}, late))
    clock.ms = 600_000
    await verify(await one.sign({}, late))
    clock.ms = 630_000
    await expect(verify(await one.sign({}, late))).rejects.toBeInstanceOf(AuthenticationError)
    await expect(verify(await two.sign({}, late))).resolves.toMatchObject({ planted: 'claim' })
  })

  test('do not say of a token that names another key that it is not good', async () => {
    const { verify, clock } = verifier([one.published], down, down)
    await verify(await one.sign({}, late))
    clock.ms = 600_000
    await expect(verify(await two.sign({}, late))).rejects.toBe(down)
  })

  test('are asked for no longer than some seconds', async () => {
    const limits: unknown[] = []
    const getJwks = (_: unknown, call?: { readonly deadlineMs?: number | undefined }) => {
      limits.push(call?.deadlineMs)
      return Promise.resolve({ keys: [one.published] })
    }
    const verify = createTokenVerifier(
      { getJwks },
      { maxAgeMs: 0, runtime: { wallMs: () => NOW, monotonicMs: () => 0 } },
    )
    await verify(await one.sign({}))
    await verify(await one.sign({}))
    expect(limits).toEqual([undefined, 5_000])
  })
})

describe('an option', () => {
  test('lets a token be late, or early, by as many seconds and not by more', async () => {
    const { verify } = verifierWith({ toleranceSeconds: 10 }, [one.published])
    await expect(verify(await one.sign({}, NOW - 9_000))).resolves.toMatchObject({ planted: 'claim' })
    await expect(verify(await one.sign({ nbf: NOW / 1_000 + 9 }))).resolves.toMatchObject({ planted: 'claim' })
    await expect(verify(await one.sign({}, NOW - 11_000))).rejects.toBeInstanceOf(AuthenticationError)
  })

  test('says how long old keys are used while none can be fetched', async () => {
    const down = new Error('down')
    const { verify, clock } = verifierWith({ staleIfErrorMs: 0 }, [one.published], down)
    await verify(await one.sign({}, NOW + 3_600_000))
    clock.ms = 600_000
    await expect(verify(await one.sign({}, NOW + 3_600_000))).rejects.toBe(down)
  })

  test('says how long keys are used, and how soon an unknown one is asked for', async () => {
    const keys = [one.published]
    const { verify, clock } = verifierWith({ maxAgeMs: 2_000, cooldownMs: 500 }, keys, keys, keys)
    const fetchesAt = async (ms: number, token: string) => {
      clock.ms = ms
      await verify(token).catch(() => {})
      return clock.fetches
    }
    const [known, unknown] = [await one.sign({}), await two.sign({})]
    expect(await fetchesAt(0, known)).toBe(1)
    expect([await fetchesAt(499, unknown), await fetchesAt(500, unknown)]).toEqual([1, 2])
    expect([await fetchesAt(2_499, known), await fetchesAt(2_500, known)]).toEqual([2, 3])
  })
})

test('a misspelt option is refused', () => {
  const options = { toleranceSecond: 60 } as object
  expect(() => createTokenVerifier({ getJwks: () => Promise.reject(new Error('asked')) }, options)).toThrow(
    expect.objectContaining({ code: 'option_unknown', nextStep: 'Did you mean "toleranceSeconds"?' }),
  )
})

// An age that is no number is never young enough: every token would have the keys fetched anew.
test.each([
  ['toleranceSeconds', Number.NaN],
  ['toleranceSeconds', '60'],
  ['maxAgeMs', Number.NaN],
  ['cooldownMs', Number.NaN],
  ['staleIfErrorMs', Number.NaN],
])('a verifier refuses %s: %o, before a token is there to be verified', (name, value) => {
  const getJwks = () => Promise.reject(new Error('asked'))
  expect(() => createTokenVerifier({ getJwks }, { [name]: value })).toThrow(
    expect.objectContaining({
      code: 'option_invalid',
      message: `${name} is not a whole number, zero or more.`,
    }),
  )
})

test('a verifier refuses what has no keys to verify with', () => {
  expect(() => createTokenVerifier(undefined as never)).toThrow(
    expect.objectContaining({
      code: 'option_invalid',
      nextStep: 'Pass an auth client: createTokenVerifier(createAuthClient()).',
    }),
  )
})

describe('the organization of a token', () => {
  test.each([
    ['a member of the claim tm', { tm: { organization_id: 'o1' } }, 'o1'],
    ['a claim with a full stop in its name', { 'tm.organization_id': 'o1' }, 'o1'],
    ['that claim beside another tm', { tm: {}, 'tm.organization_id': 'o1' }, 'o1'],
    ['nowhere, as for a person', { sub: 'u1' }, undefined],
    ['no text', { tm: { organization_id: 7 } }, undefined],
    ['in a tm that is null', { tm: null }, undefined],
  ])('is %s', (_, claims, found) => {
    expect(organizationIdOf(claims)).toBe(found)
  })
})
