import assert from 'node:assert/strict'
import { apiKey, bearerToken, hmacKey, RateLimitError } from '@truemarkets/core'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CefiRestClientOptions, createCefiRestClient } from '../src/index.ts'
import { tour, tourResult } from './support/tour.ts'

/** Runs a test against a sandbox that answers the open questions in a certain way. */
async function inWorld<Result>(
  answers: Readonly<Record<string, string>>,
  run: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox({ answers })
  try {
    return await run(sandbox)
  } finally {
    await sandbox.close()
  }
}

const clientOf = (sandbox: Sandbox, options: CefiRestClientOptions) =>
  createCefiRestClient({
    environment: { cefiRest: sandbox.urls.cefiRest },
    auth: hmacKey(sandbox.credentials.hmac),
    validate: 'all',
    ...options,
  })

// Each world is one way in which the open questions of specs/cefi-rest/questions.yaml may turn out, with the options it takes.
describe('the whole tour comes out the same', () => {
  it.each<[string, Readonly<Record<string, string>>, CefiRestClientOptions]>([
    ['in the world we expect', {}, {}],
    ['when the cursor is called next_cursor', { R2: 'next_cursor' }, { cursorParam: 'next_cursor' }],
    ['when the cursor is called after', { R2: 'after' }, { cursorParam: 'after' }],
    ['when the prefix is not signed', { R3: 'cefi-rest-without-prefix' }, { signedPath: 'without-prefix' }],
    ['when the query is signed', { R3: 'cefi-rest-full-with-query' }, { signQuery: true }],
    ['when /v1/cefi speaks the older scheme', { R3: 'cefi-rest-legacy-full' }, { hmacScheme: 'cefi-rest-legacy' }],
    [
      'when it does so without the prefix',
      { R3: 'cefi-rest-legacy-without-prefix' },
      { hmacScheme: 'cefi-rest-legacy', signedPath: 'without-prefix' },
    ],
    ['when single objects come in an array of one', { R4: 'array-of-one' }, {}],
    ['when single objects come bare', { R4: 'bare' }, {}],
    ['when the last cursor is null', { R6: 'null' }, {}],
    ['when the last cursor is empty', { R6: 'empty' }, {}],
    ['when the filled quantity is misspelt', { R8: 'exeuted_qty' }, {}],
    ['when order status answers an array', { R10: 'array-of-one' }, {}],
    ['when new transfers are flat', { R11: 'flat' }, { transferBody: 'flat' }],
    ['when timestamps are accepted in another window', { R14: 'another-window' }, {}],
    ['when requests are counted', { R16: 'limited' }, {}],
    ['when public operations want credentials', { R22: 'credentials-needed' }, { authenticatePublic: true }],
    ['under v2024_01_01', {}, { schemaVersion: 'v2024_01_01' }],
    [
      'under v2024_01_01 with every old spelling',
      { R8: 'exeuted_qty', R10: 'array-of-one' },
      { schemaVersion: 'v2024_01_01' },
    ],
    ['on the plural paths', {}, { pathFamily: 'api-v1-plural' }],
    ['on the plural paths under v2024_01_01', {}, { pathFamily: 'api-v1-plural', schemaVersion: 'v2024_01_01' }],
    ['on the singular paths', {}, { pathFamily: 'api-v1-singular' }],
    ['on the singular paths under v2024_01_01', {}, { pathFamily: 'api-v1-singular', schemaVersion: 'v2024_01_01' }],
    [
      'when the user header is spelt user-id',
      { R15: 'user-id' },
      { pathFamily: 'api-v1-plural', userIdHeader: 'user-id' },
    ],
    [
      'when the user header is not needed',
      { R15: 'not-needed' },
      { pathFamily: 'api-v1-plural', userIdHeader: 'none' },
    ],
  ])('%s', async (_, answers, options) => {
    await inWorld(answers, async (sandbox) => {
      await expect(tour(clientOf(sandbox, options))).resolves.toEqual(tourResult)
      expect(sandbox.log).toMatchObject({ internalErrors: 0, contractViolations: 0 })
    })
  })
})

// Several questions meet in one answer, so mixtures are drawn as well; the seed makes a failure repeatable.
const mixtures = fc.sample(
  fc.record({
    R2: fc.constantFrom('cursor', 'next_cursor', 'after', 'page_token'),
    R4: fc.constantFrom('object', 'array-of-one', 'bare'),
    R5: fc.constantFrom('array', 'object-with-array'),
    R6: fc.constantFrom('missing', 'null', 'empty'),
    R8: fc.constantFrom('executed_qty', 'exeuted_qty'),
    R10: fc.constantFrom('object', 'array-of-one'),
    R11: fc.constantFrom('wrapped', 'flat'),
    R13: fc.constantFrom('enveloped', 'bare'),
    R14: fc.constantFrom('fifteen-seconds', 'another-window'),
    R16: fc.constantFrom('none-seen', 'limited'),
    R17: fc.constantFrom('second-order', 'refused'),
    R21: fc.constantFrom('client-id-decides', 'otherwise'),
    R22: fc.constantFrom('open', 'credentials-needed'),
    R23: fc.constantFrom('http-date', 'epoch'),
    schemaVersion: fc.constantFrom('v2024_01_01', 'v2026_01_23'),
    pathFamily: fc.constantFrom('v1-cefi', 'api-v1-plural', 'api-v1-singular'),
  }),
  { numRuns: 24, seed: 20_260_805 },
)

describe('the whole tour comes out the same in any mixture of worlds', () => {
  it.each(mixtures)('%j', async ({ schemaVersion, pathFamily, ...answers }) => {
    const options = {
      schemaVersion,
      pathFamily,
      cursorParam: answers.R2,
      transferBody: answers.R11,
      authenticatePublic: answers.R22 === 'credentials-needed',
    } as const
    await inWorld(answers, async (sandbox) => {
      await expect(tour(clientOf(sandbox, options))).resolves.toEqual(tourResult)
    })
  })
})

describe('a cursor under another name than the server reads', () => {
  it('passes no first page off for the whole list', () =>
    inWorld({ R2: 'after' }, async (sandbox) => {
      const cefi = clientOf(sandbox, {})
      const { id: instrument_id = '' } = (await cefi.listInstruments()).data[0] ?? {}
      const { clientId: client_id } = sandbox.credentials.hmac
      const info = { client_id, instrument_id, side: 'BUY', type: 'LIMIT', qty: '0.01', price: '109000' } as const
      for (const external_id of ['one', 'two', 'three']) await cefi.createOrder({ body: { external_id, info } })
      const rows: unknown[] = []
      const reading = async () => {
        for await (const { id } of cefi.listOrders.iterate({ query: { size: 2 } })) rows.push(id)
      }
      await expect(reading()).rejects.toMatchObject({ code: 'response_breaks_contract', operation: 'listOrders' })
      expect(rows).toHaveLength(2)
    }))
})

describe('a budget of requests', () => {
  it('that is spent is an error which tells how long to wait, and then the client goes on', () =>
    inWorld({ R16: 'limited' }, async (sandbox) => {
      const cefi = clientOf(sandbox, { retry: false })
      for (let asked = 0; asked < 100; asked += 1) await cefi.listAssets()
      const refusal = await cefi.listAssets().catch((cause: unknown) => cause)
      assert.ok(refusal instanceof RateLimitError)
      const { retryAfterMs = 0 } = refusal
      expect(retryAfterMs).toBeGreaterThan(0)
      expect(retryAfterMs).toBeLessThanOrEqual(60_000)
      sandbox.clock.advance(retryAfterMs)
      expect((await cefi.listAssets()).data.length).toBeGreaterThan(0)
    }))
})

describe('a retail user', () => {
  it.each(['client-id-decides', 'otherwise'])('makes the same tour with a token where R21 is %s', async (R21) => {
    await inWorld({ R21 }, async (sandbox) => {
      const auth = bearerToken(await tokenFor(sandbox, sandbox.credentials.personal.keyFile))
      await expect(tour(clientOf(sandbox, { auth }))).resolves.toEqual(tourResult)
    })
  })

  it.each(['client-id-decides', 'otherwise'])(
    'who is not onboarded is told so before any call where R21 is %s',
    async (R21) => {
      await inWorld({ R21 }, async (sandbox) => {
        const auth = bearerToken(await tokenFor(sandbox, sandbox.credentials.notOnboarded.keyFile))
        await expect(clientOf(sandbox, { auth }).listClients()).rejects.toMatchObject({
          code: 'token_claim_missing',
          attempts: 0,
        })
      })
    },
  )
})

async function tokenFor(sandbox: Sandbox, keyFile: Sandbox['credentials']['personal']['keyFile']): Promise<string> {
  const timestamp = Math.floor(Date.now() / 1000)
  const key = apiKey(JSON.stringify(keyFile))
  const response = await fetch(`${sandbox.urls.auth}/api-key/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp) }),
  })
  const { access_token } = (await response.json()) as { readonly access_token: string }
  return access_token
}
