import assert from 'node:assert/strict'
import { bearerToken, RejectedError } from '@truemarkets/core'
import { defineCase } from '../../case/define.ts'
import { refused } from '../../case/refusal.ts'
import { exchange } from '../auth/exchange.ts'
import { prepareSwap } from './defi.ts'
import { stamped } from './stamp.ts'

const aging = { needs: ['apiKey', 'sandbox'], exclusive: true } as const

/** What is good for a time only, on the clock of the sandbox. */
export const expiry = [
  defineCase({
    id: 'gateway.get-portfolio.expired-token',
    title: 'an access token is accepted within its hour, and not after it',
    covers: ['gateway.getPortfolio'],
    refuses: ['gateway.getPortfolio'],
    ...aging,
    async run(context) {
      const { access_token } = await exchange(context)
      const gateway = context.gateway({ auth: bearerToken(access_token) })
      await gateway.getPortfolio()
      const { advanceClock, resetClock } = context.sandbox()
      context.defer(resetClock)
      await advanceClock(3_601_000)
      await refused(gateway.getPortfolio(), { status: 401 })
    },
  }),
  defineCase({
    id: 'gateway.execute-order.stale-quote',
    title: 'a prepared order goes stale after a minute, and says so',
    refuses: ['gateway.executeOrder'],
    ...aging,
    touches: 'trade',
    async run(context) {
      const { id, payloads } = await prepareSwap(context)
      const { advanceClock, resetClock } = context.sandbox()
      context.defer(resetClock)
      await advanceClock(61_000)
      const body = stamped(context.target.keyFile(), payloads)
      const error = await refused(context.gateway().executeOrder({ path: { id }, body }), { status: 422 })
      assert.equal(error instanceof RejectedError ? error.problem.code : undefined, 'quote_stale')
    },
  }),
]
