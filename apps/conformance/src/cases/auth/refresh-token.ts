import assert from 'node:assert/strict'
import { bearerToken } from '@truemarkets/core'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { claimsOf, exchange } from './exchange.ts'

const covers = ['auth.refreshToken'] as const

export const refreshToken = [
  defineCase({
    id: 'auth.refresh-token.new-pair',
    title: 'a refresh token buys a new pair, whose access token other APIs accept',
    covers,
    needs: ['apiKey'],
    async run(context) {
      const first = await exchange(context)
      const refresh = present(first.refresh_token, 'refresh_token of a personal key (A3)')
      const second = await context.auth().refreshToken({ body: { refresh_token: refresh } })
      assert.equal(second.token_type, 'Bearer')
      // Two access tokens of one second may be the same: nobody prints that a claim tells them apart.
      assert.notEqual(second.refresh_token, refresh, 'the old refresh token is dropped')
      assert.equal(claimsOf(second)['sub'], claimsOf(first)['sub'], 'a new pair is for the same person')
      assert.equal(claimsOf(second)['client_id'], claimsOf(first)['client_id'], 'and for the same client')
      await context.gateway({ auth: bearerToken(second.access_token) }).getBalances()
    },
  }),
  defineCase({
    id: 'auth.refresh-token.single-use',
    title: 'a refresh token is spent by its use',
    covers,
    refuses: covers,
    // What the live service does is an open question (A5).
    needs: ['apiKey', 'sandbox'],
    async run(context) {
      const { refresh_token } = await exchange(context)
      const body = { refresh_token: present(refresh_token, 'refresh_token') }
      await context.auth().refreshToken({ body })
      await refused(context.auth().refreshToken({ body }), { status: 401 })
    },
  }),
  defineCase({
    id: 'auth.refresh-token.again',
    title: 'the refresh token of a new pair buys the next one',
    covers,
    needs: ['apiKey'],
    async run(context) {
      let pair = await exchange(context)
      for (let count = 0; count < 2; count += 1)
        pair = await context.auth().refreshToken({
          body: { refresh_token: present(pair.refresh_token, 'refresh_token of a personal key (A3)') },
        })
      await context.gateway({ auth: bearerToken(pair.access_token) }).getBalances()
    },
  }),
  defineCase({
    id: 'auth.refresh-token.each-for-its-use',
    title: 'an access token buys no new pair, and a refresh token opens nothing else',
    refuses: [...covers, 'gateway.getBalances', 'cefi-rest.listClients'],
    needs: ['apiKey', 'sandbox'],
    async run(context) {
      const { access_token, refresh_token } = await exchange(context)
      const token = present(refresh_token, 'refresh_token')
      await refused(context.auth().refreshToken({ body: { refresh_token: access_token } }), { status: 401 })
      const headers = { authorization: `Bearer ${token}`, 'X-Truex-Version': 'v2026_01_23' }
      assert.equal((await context.send('gateway', 'GET', '/balances', undefined, headers)).status, 401)
      assert.equal((await context.send('cefi-rest', 'GET', '/clients', undefined, headers)).status, 401)
    },
  }),
  defineCase({
    id: 'auth.refresh-token.unknown-token',
    title: 'a refresh token nobody issued is not accepted',
    refuses: covers,
    async run(context) {
      const call = context.auth().refreshToken({ body: { refresh_token: 'not-a-token' } })
      await refused(call, { status: 401 })
    },
  }),
  defineCase({
    id: 'auth.refresh-token.empty-body',
    title: 'a refresh without a token is malformed',
    refuses: covers,
    async run(context) {
      const response = await context.send('auth', 'POST', '/token/refresh', {})
      assert.equal(response.status, 400)
    },
  }),
]
