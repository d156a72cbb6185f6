import assert from 'node:assert/strict'
import { bearerToken, hmacKey } from '@truemarkets/core'
import { type Case, defineCase } from '../../case/define.ts'
import { promptly } from '../../case/promptly.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { wrongClock } from '../../case/wrong-clock.ts'
import { exchange } from '../auth/exchange.ts'

const refuses = ['cefi-rest.listClients'] as const

/** One wrong thing in otherwise good credentials. */
const slips: { name: string; title: string; change: Partial<Record<'secret' | 'keyId' | 'organizationId', string>> }[] =
  [
    {
      name: 'wrong-secret',
      title: 'a signature made with another secret is refused',
      change: { secret: 'another-secret' },
    },
    {
      name: 'unknown-key',
      title: 'a key id that nobody issued is refused',
      change: { keyId: '00000000-0000-4000-8000-000000000000' },
    },
    {
      name: 'wrong-organization',
      title: 'a key under another organization is refused',
      change: { organizationId: '0' },
    },
  ]

/** Offsets around the windows (R14): 15 s both ways on the current scheme, 15 s back and 1 s ahead on the older one. */
const skews: { name: string; title: string; seconds: number; good: boolean; isLegacy?: true }[] = [
  { name: 'clock-10-s-behind', title: 'a clock 10 seconds behind is within the window', seconds: -10, good: true },
  { name: 'clock-10-s-ahead', title: 'a clock 10 seconds ahead is within the window', seconds: 10, good: true },
  { name: 'clock-20-s-behind', title: 'a clock 20 seconds behind is outside the window', seconds: -20, good: false },
  { name: 'clock-20-s-ahead', title: 'a clock 20 seconds ahead is outside the window', seconds: 20, good: false },
  {
    name: 'legacy-clock-10-s-behind',
    title: 'a clock 10 seconds behind is within the window of the older scheme too',
    seconds: -10,
    good: true,
    isLegacy: true,
  },
  {
    name: 'legacy-clock-8-s-ahead',
    title: 'a clock 8 seconds ahead is outside the window of the older scheme',
    seconds: 8,
    good: false,
    isLegacy: true,
  },
]

/** Where each window ends, in seconds that a request is behind or ahead (CeFi REST, 4.3). */
const windows = [
  { scheme: 'current', pathFamily: 'v1-cefi', good: [-15, 15], bad: [-16, 16] },
  { scheme: 'older', pathFamily: 'api-v1-plural', good: [-15, 1], bad: [-16, 2] },
] as const

export const credentials: Case[] = [
  ...slips.map(({ name, title, change }) =>
    defineCase({
      id: `cefi-rest.list-clients.${name}`,
      title,
      refuses,
      needs: ['hmacKey'],
      async run(context) {
        const auth = hmacKey({ ...context.target.hmac(), ...change })
        await refused(context.cefiRest({ auth }).listClients(), { status: 401 })
      },
    }),
  ),
  defineCase({
    id: 'cefi-rest.list-clients.token-without-client',
    title: 'a token of somebody who has no client at the exchange is refused, and stopped by the client',
    refuses,
    needs: ['sandbox'],
    async run(context) {
      const keyFile = context.sandbox().notOnboardedKeyFile
      const { access_token: token } = await exchange(context, { keyFile })
      await stopped(context.cefiRest({ auth: bearerToken(token) }).listClients(), 'token_claim_missing')
      const response = await context.send('cefi-rest', 'GET', '/clients', undefined, {
        authorization: `Bearer ${token}`,
        'X-Truex-Version': 'v2026_01_23',
      })
      assert.equal(response.status, 401)
    },
  }),
  ...skews.map(({ name, title, seconds, good, isLegacy = false }) =>
    defineCase({
      id: `cefi-rest.list-clients.${name}`,
      title,
      ...(good ? { covers: refuses } : { refuses }),
      // Whether the older paths are still served live is an open question (R1).
      needs: isLegacy ? ['hmacKey', 'sandbox'] : ['hmacKey'],
      // Time is measured here: what other cases do meanwhile would count.
      exclusive: true,
      async run(context) {
        const pathFamily = isLegacy ? 'api-v1-plural' : 'v1-cefi'
        const clock = wrongClock(seconds, () => context.target.now('cefi-rest'))
        const cefi = context.cefiRest({ clock, pathFamily })
        // The nearest edge of a window is 5 s away, for what a request takes.
        await promptly(context, 4_000, async () => {
          if (good) await cefi.listClients()
          else await refused(cefi.listClients(), { status: 401 })
        })
      },
    }),
  ),
  ...windows.map(({ scheme, pathFamily, good, bad }) =>
    defineCase({
      id: `cefi-rest.list-clients.to-the-second-${scheme}`,
      title: `the window of the ${scheme} scheme ends where it says, to the second`,
      covers: refuses,
      refuses,
      needs: ['sandbox'],
      exclusive: true,
      async run(context) {
        const { holdClock, resetClock } = context.sandbox()
        context.defer(resetClock)
        const at = await holdClock()
        const off = (seconds: number) => context.cefiRest({ clock: wrongClock(seconds, () => at), pathFamily })
        for (const seconds of good) await off(seconds).listClients()
        for (const seconds of bad) await refused(off(seconds).listClients(), { status: 401 })
      },
    }),
  ),
]
