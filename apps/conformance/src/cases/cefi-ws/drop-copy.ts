import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { smallQty, topOfBook } from '../cefi-rest/market.ts'
import {
  counterpartySells,
  enter,
  fillsOf,
  insideSpread,
  modify,
  placeResting,
  statusBecomes,
  trade,
} from '../cefi-rest/place.ts'
import { reader, session } from './session.ts'

/** What a report holds beside the order is printed nowhere (W3). */
const onlyOnTheSandbox = { needs: ['hmacKey', 'sandbox'], touches: 'trade', exclusive: true } as const

/** The reports of the orders of the target's own client, from now on. */
const ownOrders = async (context: CaseContext, client = session(context)) =>
  reader(await client.dropCopy([context.target.hmac().clientId]))

/** What REST does to an order, its owner is told. */
export const dropCopy: Case[] = [
  defineCase({
    id: 'cefi-ws.dropcopy.order-life',
    title: 'the drop copy reports an order from its entry to its cancellation',
    covers: ['cefi-ws.dropcopy'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const orders = await ownOrders(context)
      const { id, body } = await placeResting(context)
      const entered = await orders.until((order) => order.id === id && order.status === 'ACTIVE')
      assert.equal(entered.at(-1)?.external_id, body.external_id)
      await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      await orders.until((order) => order.id === id && order.status === 'CANCELED')
    },
  }),
  defineCase({
    id: 'cefi-ws.dropcopy.fill',
    title: 'the drop copy reports a fill with its quantity',
    covers: ['cefi-ws.dropcopy'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const orders = await ownOrders(context)
      const { id } = await trade(context, 'BUY')
      const reports = await orders.until((order) => order.id === id && order.status === 'FILLED')
      assert.equal(Number(reports.at(-1)?.executed_qty), Number(smallQty))
    },
  }),
  defineCase({
    id: 'cefi-ws.dropcopy.every-state',
    title: 'the drop copy reports every state that an order passes through, its change and its cancellation among them',
    covers: ['cefi-ws.dropcopy'],
    ...onlyOnTheSandbox,
    async run(context) {
      const orders = await ownOrders(context)
      const { id, body } = await placeResting(context)
      await modify(context, id, '0.002', body.info.price ?? '')
      await statusBecomes(context, id, ['ACTIVE'])
      await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      const told = (await orders.until((order) => order.id === id && order.status === 'CANCELED')).filter(
        (order) => order.id === id,
      )
      assert.deepEqual(
        told.map(({ status }) => status),
        ['INITIALIZED', 'NEW_PENDING', 'ACTIVE', 'MODIFY_PENDING', 'ACTIVE', 'CANCEL_PENDING', 'CANCELED'],
      )
      assert.deepEqual([told[2]?.leaves_qty, told[4]?.leaves_qty], ['0.001', '0.002'])
      // Nothing of an order that is open is still to be let in.
      assert.deepEqual(
        told.map(({ raw }) => raw.pending_qty),
        ['0.001', '0.001', '0', '0', '0', '0', '0'],
      )
      const [first, , , changing] = told
      const { qty, price, side } = { ...first?.raw.order_info }
      assert.deepEqual([Number(qty), Number(price), side], [0.001, Number(body.info.price), 'BUY'])
      assert.equal(changing?.raw.modify_info?.new_qty, '0.002')
      const times = told.map(({ raw }) => BigInt(present(raw.update_timestamp, 'update_timestamp')))
      for (const [index, time] of times.slice(1).entries())
        assert.ok(time > (times[index] ?? time), 'a report is dated')
    },
  }),
  defineCase({
    id: 'cefi-ws.dropcopy.refusal',
    title: 'the drop copy says why an order was refused',
    covers: ['cefi-ws.dropcopy'],
    ...onlyOnTheSandbox,
    async run(context) {
      const orders = await ownOrders(context)
      const { instrumentId, bid } = await topOfBook(context)
      const id = await enter(context, instrumentId, { side: 'BUY', price: String(Math.round(bid * 0.5)) })
      const told = await orders.until((order) => order.id === id && order.status === 'REJECTED')
      assert.match(told.at(-1)?.text ?? '', /band/)
    },
  }),
  defineCase({
    id: 'cefi-ws.dropcopy.refused-change',
    title: 'the drop copy says why a change was refused',
    covers: ['cefi-ws.dropcopy'],
    ...onlyOnTheSandbox,
    async run(context) {
      const orders = await ownOrders(context)
      const { id, body } = await placeResting(context)
      await orders.until((order) => order.id === id && order.status === 'ACTIVE')
      await modify(context, id, smallQty, String(Math.round(Number(body.info.price) * 0.5)))
      const told = await orders.until((order) => order.id === id && order.status === 'ACTIVE')
      assert.match(told.at(-1)?.text ?? '', /band/)
    },
  }),
  defineCase({
    id: 'cefi-ws.dropcopy.partial-fill',
    title: 'the drop copy reports a fill of part of an order, with the match that REST lists',
    covers: ['cefi-ws.dropcopy'],
    ...onlyOnTheSandbox,
    async run(context) {
      const client = session(context)
      const owners = new Set<string | undefined>()
      client.on('message', (message) => {
        if (message.channel === 'DROPCOPY' && 'data' in message) owners.add(message.data?.order_info?.client_id)
      })
      const orders = await ownOrders(context, client)
      const { instrumentId, price } = await insideSpread(context)
      const id = await enter(context, instrumentId, { side: 'BUY', price, qty: '0.002' })
      await statusBecomes(context, id, ['ACTIVE'])
      await counterpartySells(context, instrumentId)
      const told = await orders.until((order) => order.id === id && Number(order.executed_qty) > 0)
      const { status, leaves_qty, raw } = present(told.at(-1), 'the report')
      // The other trader's order was entered meanwhile, and is nobody's business here.
      assert.deepEqual([...owners], [context.target.hmac().clientId])
      const { match_id, trade_qty, trade_price, trade_fee_rate, liq_flag, order_id } = raw
      const fill = present((await fillsOf(context, id))[0], 'the fill')
      assert.deepEqual(
        { status, leaves_qty, order_id, match_id, trade_qty, trade_price, trade_fee_rate, liq_flag },
        {
          order_id: id,
          trade_fee_rate: fill.trade_fee_rate,
          status: 'ACTIVE',
          leaves_qty: '0.001',
          match_id: fill.match_id,
          trade_qty: fill.trade_qty,
          trade_price: fill.trade_price,
          liq_flag: 'MAKER',
        },
      )
    },
  }),
]
