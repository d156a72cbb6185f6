import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { clientOrderId, smallQty } from './market.ts'
import { enter, insideSpread, statusBecomes } from './place.ts'

const covers = ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'] as const

export const tradingRules = [
  defineCase({
    id: 'cefi-rest.list-order-trades.maker',
    title: 'an order that rested is filled as the maker, at its own price',
    covers: [...covers, 'cefi-rest.listOrderTrades'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const id = await enter(context, instrumentId, { side: 'BUY', price })
      await statusBecomes(context, id, ['ACTIVE'])
      const { clientId: client_id } = context.sandbox().counterparty
      const other = context.cefiRest({ auth: hmacKey(context.sandbox().counterparty) })
      const info = { client_id, instrument_id: instrumentId, qty: smallQty, side: 'SELL', type: 'MARKET' } as const
      await other.createOrder({ body: { external_id: clientOrderId(context), info } })
      await statusBecomes(context, id, ['FILLED'])
      const timestamp = String(BigInt(Date.now() + 60_000) * 1_000_000n)
      const { data } = await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })
      const fill = data.find(({ order_id }) => order_id === id)
      assert.equal(fill?.liq_flag, 'MAKER')
      assert.equal(Number(fill.trade_price), Number(price))
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.self-trade-cancels-the-newcomer',
    title: 'an order that would trade with its own account is canceled, and the resting one stays',
    covers,
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const resting = await enter(context, instrumentId, { side: 'BUY', price })
      await statusBecomes(context, resting, ['ACTIVE'])
      const newcomer = await enter(context, instrumentId, { side: 'SELL', price, stp: 'CANCEL_AGGRESSIVE' })
      const ended = await statusBecomes(context, newcomer, ['CANCELED'])
      assert.equal(Number(ended.executed_qty), 0)
      await statusBecomes(context, resting, ['ACTIVE'])
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.self-trade-cancels-both',
    title: 'two orders of one account that would trade with each other are both canceled',
    covers,
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const resting = await enter(context, instrumentId, { side: 'BUY', price })
      await statusBecomes(context, resting, ['ACTIVE'])
      const newcomer = await enter(context, instrumentId, { side: 'SELL', price, stp: 'CANCEL_BOTH' })
      await statusBecomes(context, newcomer, ['CANCELED'])
      await statusBecomes(context, resting, ['CANCELED'])
    },
  }),
  defineCase({
    id: 'cefi-rest.create-transfer.deposit-completes',
    title: 'a deposit completes and raises the balance by its amount',
    covers: ['cefi-rest.createTransfer', 'cefi-rest.listBalances'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    exclusive: true,
    async run(context) {
      const cefi = context.cefiRest()
      const { clientId: client_id } = context.target.hmac()
      const { data: assets } = await cefi.listAssets({ query: { name: 'SOL' } })
      const asset_id = present(assets[0]?.id, 'SOL')
      const balance = async () => {
        const { data } = await cefi.listBalances({ query: { client_id, asset_id } })
        return Number(data[0]?.balances?.[0]?.balance ?? 0)
      }
      const before = await balance()
      const request = {
        amount: '2',
        asset_id,
        client_id,
        type: 'DEPOSIT',
        platform: 'CRYPTO',
        instructions: {},
      } as const
      await cefi.createTransfer({ body: { request } })
      await context.until(balance, (now) => Math.abs(now - before - 2) < 1e-9)
    },
  }),
]
