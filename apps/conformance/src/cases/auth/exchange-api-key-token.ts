import assert from 'node:assert/strict'
import { type Case, defineCase } from '../../case/define.ts'
import { promptly } from '../../case/promptly.ts'
import { refused } from '../../case/refusal.ts'
import { isObject } from '../../json.ts'
import { claimsOf, exchange, type Slip } from './exchange.ts'

const covers = ['auth.exchangeApiKeyToken'] as const

/** The window is 30 s either way; these lie clearly outside it. */
const refusals: { name: string; title: string; slip: Slip }[] = [
  { name: 'old-challenge', title: 'a challenge two minutes old is refused', slip: { skewSeconds: -120 } },
  { name: 'future-challenge', title: 'a challenge two minutes ahead is refused', slip: { skewSeconds: 120 } },
  { name: 'wrong-signature', title: 'a signature over another second is refused', slip: { signedSkewSeconds: 1 } },
  {
    name: 'unknown-key',
    title: 'a key id that nobody registered is refused',
    slip: { keyId: '00000000-0000-4000-8000-000000000000' },
  },
]

export const exchangeApiKeyToken: Case[] = [
  defineCase({
    id: 'auth.exchange-api-key-token.issues-pair',
    title: 'a signed challenge buys a bearer token that expires in about an hour',
    covers,
    needs: ['apiKey'],
    async run(context) {
      const pair = await exchange(context)
      assert.equal(pair.token_type, 'Bearer')
      assert.equal(pair.access_token.split('.').length, 3, 'an access token is a JWT')
      // Despite its name, `expires_in` is an instant (A4).
      const minutes = (Date.parse(pair.expires_in) - Date.now()) / 60_000
      assert.ok(minutes > 54 && minutes < 66, `the token expires in ${minutes.toFixed(1)} minutes`)
      const { exp } = claimsOf(pair)
      const told = Date.parse(pair.expires_in) / 1000
      assert.ok(Math.abs(Number(exp ?? told) - told) <= 1, `expires_in is ${told}, the claim is ${Number(exp)}`)
    },
  }),
  defineCase({
    id: 'auth.exchange-api-key-token.client-claim',
    title: 'a token names the client of who is onboarded to CeFi, and none for who is not',
    covers,
    needs: ['sandbox'],
    async run(context) {
      assert.equal(claimsOf(await exchange(context))['client_id'], context.target.hmac().clientId)
      const keyFile = context.sandbox().notOnboardedKeyFile
      assert.equal(claimsOf(await exchange(context, { keyFile }))['client_id'], undefined)
    },
  }),
  defineCase({
    id: 'auth.exchange-api-key-token.within-window',
    title: 'a challenge is good up to 25 seconds either way',
    covers,
    needs: ['apiKey'],
    async run(context) {
      for (const skewSeconds of [-25, 25]) await promptly(context, 4_000, () => exchange(context, { skewSeconds }))
    },
  }),
  defineCase({
    id: 'auth.exchange-api-key-token.organization-key',
    title: 'an organization key buys a token that names its organization',
    covers,
    needs: ['sandbox'],
    async run(context) {
      const { keyFile, organizationId } = context.sandbox().organization
      const claims = claimsOf(await exchange(context, { keyFile }))
      // Whether it is a member of `tm` or of a name with a full stop in it is an open question (A13).
      const { tm } = claims
      assert.equal((isObject(tm) ? tm['organization_id'] : undefined) ?? claims['tm.organization_id'], organizationId)
    },
  }),
  ...refusals.map(({ name, title, slip }) =>
    defineCase({
      id: `auth.exchange-api-key-token.${name}`,
      title,
      refuses: covers,
      needs: ['apiKey'],
      async run(context) {
        await refused(exchange(context, slip), { status: 401 })
      },
    }),
  ),
  defineCase({
    id: 'auth.exchange-api-key-token.outside-the-window',
    title: 'a challenge 45 seconds off is refused, either way',
    refuses: covers,
    // A live host's clock may itself be some seconds off.
    needs: ['sandbox'],
    async run(context) {
      for (const skewSeconds of [-45, 45]) {
        await promptly(context, 14_000, () => refused(exchange(context, { skewSeconds }), { status: 401 }))
      }
    },
  }),
  defineCase({
    id: 'auth.exchange-api-key-token.to-the-second',
    title: 'the window is 30 seconds either way, to the second',
    covers,
    refuses: covers,
    needs: ['sandbox'],
    exclusive: true,
    async run(context) {
      const { holdClock, resetClock } = context.sandbox()
      context.defer(resetClock)
      const nowMs = await holdClock()
      for (const skewSeconds of [-30, 30]) await exchange(context, { nowMs, skewSeconds })
      for (const skewSeconds of [-31, 31]) await refused(exchange(context, { nowMs, skewSeconds }), { status: 401 })
    },
  }),
  defineCase({
    id: 'auth.exchange-api-key-token.revoked-key',
    title: 'a revoked key is refused, although its signature is good',
    refuses: covers,
    needs: ['sandbox'],
    async run(context) {
      await refused(exchange(context, { keyFile: context.sandbox().revokedKeyFile }), { status: 401 })
    },
  }),
  defineCase({
    id: 'auth.exchange-api-key-token.empty-body',
    title: 'a challenge without its fields is malformed',
    refuses: covers,
    async run(context) {
      const response = await context.send('auth', 'POST', '/api-key/token', {})
      assert.equal(response.status, 400)
    },
  }),
]
