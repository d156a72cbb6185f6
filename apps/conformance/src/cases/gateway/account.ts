import assert from 'node:assert/strict'
import { bearerToken } from '@truemarkets/core'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { exchange } from '../auth/exchange.ts'
import { prepareSwap } from './defi.ts'
import { restingOrder } from './market.ts'
import { buyAtMarket, placeResting, statusBecomes } from './place.ts'
import { stamped } from './stamp.ts'
import { prepareTransfer } from './transfers.ts'

type Holding = { symbol?: string; total?: string; available?: string; held?: string }

function addsUp({ symbol, total, available, held }: Holding): void {
  const rest = Number(total) - Number(available) - Number(held)
  assert.ok(Math.abs(rest) < 1e-6, `${symbol}: ${available} + ${held} ≠ ${total}`)
}

const near = (left: number, right: number) => Math.abs(left - right) < 1e-3

/** What the account holds, in the four views the gateway has of it. */
export const account = [
  defineCase({
    id: 'gateway.list-balances.add-up',
    title: 'of every holding, what is available and what is held make up the total',
    covers: ['gateway.listBalances', 'gateway.getBalances'],
    needs: ['apiKey'],
    async run(context) {
      const { data } = await context.gateway().listBalances()
      assert.ok(present(data, 'data').length > 0, 'an account that trades holds something')
      data?.forEach(addsUp)
      const older = await context.gateway().getBalances()
      assert.ok('data' in older || 'balances' in older, 'the older view has rows under data or balances (G2)')
    },
  }),
  defineCase({
    id: 'gateway.list-balances.by-place',
    title: 'an asset has a row for each place where it is held, so that its symbol repeats',
    covers: ['gateway.listBalances'],
    // On a live account it depends on what somebody put where.
    needs: ['apiKey', 'sandbox'],
    async run(context) {
      const { data } = await context.gateway().listBalances()
      const places = present(data, 'data').flatMap(({ symbol, chain }) => (symbol === 'USDC' ? [chain] : []))
      assert.equal(places.length, 2)
      assert.deepEqual(new Set(places), new Set(['base', 'solana']))
    },
  }),
  defineCase({
    id: 'gateway.list-balances.fees-are-held',
    title: 'what a resting purchase holds for its fee is held too, and the row still adds up',
    covers: ['gateway.listBalances', 'gateway.createOrder'],
    needs: ['apiKey', 'hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      // Fees that earlier fills still owe are held too, until they are settled.
      await context.until(
        () => context.cefiRest().listBalances(),
        ({ data }) => data.every(({ unsettled_fees }) => Number(unsettled_fees) === 0),
      )
      const dollars = async () => {
        const { data } = await context.gateway().listBalances()
        const row = present(
          data?.find(({ symbol }) => symbol === 'PYUSD'),
          'the row of PYUSD',
        )
        addsUp(row)
        return Number(row.held)
      }
      const before = await dollars()
      const { price, qty } = await restingOrder(context)
      await placeResting(context)
      assert.ok((await dollars()) - before > Number(price) * Number(qty), 'no fee is held')
    },
  }),
  defineCase({
    id: 'gateway.get-portfolio.values',
    title: 'the portfolio is worth its balances',
    covers: ['gateway.getPortfolio'],
    needs: ['apiKey'],
    async run(context) {
      const portfolio = await context.gateway().getPortfolio()
      const worth = present(portfolio.balances, 'balances').reduce((sum, { value }) => sum + Number(value ?? 0), 0)
      const total = Number(present(portfolio.total_usd, 'total_usd'))
      assert.ok(
        Math.abs(worth - total) <= total * 0.001 + 1,
        `balances are worth ${worth}, the portfolio says ${total}`,
      )
    },
  }),
  defineCase({
    id: 'gateway.get-portfolio.parts',
    title: 'the portfolio is its cash and its holdings, each at its price, and holds what the balances do',
    covers: ['gateway.getPortfolio', 'gateway.listBalances'],
    // On a live account positions may be a part of it (G18).
    needs: ['apiKey', 'sandbox'],
    exclusive: true,
    async run(context) {
      const portfolio = await context.gateway().getPortfolio()
      const rows = present(portfolio.balances, 'balances')
      for (const { symbol, price, total, value } of rows) {
        if (price === null) assert.equal(value, null, `${symbol} has no price`)
        else assert.ok(near(Number(value), Number(price) * Number(total)), `${symbol} is worth ${value}`)
      }
      const worth = (isCash: boolean) =>
        rows.filter(({ stable }) => stable === isCash).reduce((sum, { value }) => sum + Number(value), 0)
      const { total_usd, balances_usd, cash_usd } = portfolio
      assert.ok(near(Number(cash_usd), worth(true)), `${cash_usd} in cash`)
      assert.ok(near(Number(balances_usd), worth(false)), `${balances_usd} in other holdings`)
      assert.ok(near(Number(total_usd), Number(cash_usd) + Number(balances_usd)), `${total_usd} in all`)
      const { data } = await context.gateway().listBalances()
      const held = (each: readonly { asset_id?: string; total?: string; available?: string; held?: string }[]) =>
        each.map(({ asset_id, total, available, held }) => [asset_id, total, available, held])
      assert.deepEqual(held(rows), held(present(data, 'data')))
    },
  }),
  defineCase({
    id: 'gateway.list-transactions.shows-orders',
    title: 'a filled purchase appears in the feed of transactions, completed and flowing in',
    covers: ['gateway.listTransactions'],
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const id = await buyAtMarket(context)
      const { data } = await context.gateway().listTransactions({ query: { limit: 20 } })
      const row = data?.find(({ order }) => order?.order_id === id)
      assert.deepEqual(
        [row?.type, row?.status, row?.asset_flow, row?.asset_symbol],
        ['order', 'completed', 'in', 'BTC'],
      )
      const [begun, ended] = [row?.created_at, row?.completed_at].map((time) => Date.parse(present(time, 'time')))
      assert.ok(Number(ended) >= Number(begun), `begun ${row?.created_at}, ended ${row?.completed_at}`)
    },
  }),
  defineCase({
    id: 'gateway.list-transactions.shows-transfers',
    title: 'a prepared transfer appears in the feed of transactions, flowing out',
    covers: ['gateway.listTransactions'],
    needs: ['apiKey'],
    touches: 'transfer',
    async run(context) {
      const { id } = await prepareTransfer(context)
      const { data } = await context.gateway().listTransactions({ query: { limit: 50 } })
      const row = data?.find(({ transfer }) => transfer?.id === id)
      assert.equal(row?.type, 'transfer')
      assert.equal(row.asset_flow, 'out')
      assert.equal(row.transfer?.status, 'awaiting_signature')
    },
  }),
  defineCase({
    id: 'gateway.list-orders.shows-swaps',
    title: 'a settled swap is listed with its venue, its transaction and a link to it',
    covers: ['gateway.listOrders'],
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const { id, payloads } = await prepareSwap(context)
      await gateway.executeOrder({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
      await statusBecomes(context, id, ['complete'])
      const { data } = await gateway.listOrders({ query: { limit: 100 } })
      const row = data?.find(({ order_id }) => order_id === id)
      assert.equal(row?.venue, 'defi')
      assert.notEqual(row.tx_hash ?? '', '')
      assert.ok(URL.canParse(present(row.explorer_url, 'explorer_url')), 'explorer_url is no URL')
    },
  }),
  defineCase({
    id: 'gateway.get-balances.on-behalf-of-nobody',
    title: 'an organization cannot act for somebody who is not its user',
    refuses: ['gateway.getBalances'],
    needs: ['sandbox'],
    async run(context) {
      const { organization, personalUserId } = context.sandbox()
      const header = { 'TM-On-Behalf-Of': personalUserId }
      await refused(context.gatewayAs(organization.keyFile).getBalances({ header }), { status: 401 })
    },
  }),
  defineCase({
    id: 'gateway.get-portfolio.altered-signature',
    title: 'a token whose signature was altered is refused',
    refuses: ['gateway.getPortfolio'],
    needs: ['apiKey'],
    async run(context) {
      const { access_token: token } = await exchange(context)
      const [header = '', claims = '', signature = ''] = token.split('.')
      const altered = [header, claims, signature.replace(/^.{4}/, 'AAAA')].join('.')
      await refused(context.gateway({ auth: bearerToken(altered) }).getPortfolio(), { status: 401 })
    },
  }),
  defineCase({
    id: 'gateway.get-balances.on-behalf-of',
    title: 'an organization reads the holdings of the user it acts for',
    covers: ['gateway.getBalances'],
    needs: ['sandbox'],
    async run(context) {
      const { keyFile, userId } = context.sandbox().organization
      const balances = await context.gatewayAs(keyFile).getBalances({ header: { 'TM-On-Behalf-Of': userId } })
      const rows = 'data' in balances ? balances.data : 'balances' in balances ? balances.balances : undefined
      assert.ok((rows ?? []).length > 0, 'no row under data or balances (G2)')
    },
  }),
]
