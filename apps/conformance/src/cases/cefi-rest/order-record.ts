import assert from 'node:assert/strict'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { orderBody, type Terms, topOfBook } from './market.ts'
import { cancel, cancelIfOpen, modify, placeResting } from './place.ts'

type Top = { bid: number; ask: number }

/** An order of each kind, none of which trades but the one at the market. */
const forms: { name: string; title: string; terms: (top: Top) => Terms; isSandboxOnly: boolean }[] = [
  {
    name: 'post-only',
    title: 'a post-only order',
    terms: ({ bid }) => ({
      side: 'BUY',
      tif: 'GTC',
      price: String(Math.round(bid * 0.985)),
      exec_inst_flags: ['ALO'],
    }),
    isSandboxOnly: false,
  },
  {
    name: 'immediate',
    title: 'an immediate order with self-trade prevention',
    terms: ({ ask }) => ({ side: 'SELL', tif: 'IOC', price: String(Math.round(ask * 1.015)), stp: 'CANCEL_BOTH' }),
    // Self-trade prevention was only ever seen in third-party code.
    isSandboxOnly: true,
  },
  { name: 'market', title: 'a market order', terms: () => ({ side: 'BUY', type: 'MARKET' }), isSandboxOnly: true },
]

type Stamped = {
  timestamp?: string | undefined
  update_timestamp?: string | undefined
  order_info?: { msg_id?: string | undefined } | undefined
}

function isOneChangeOn(before: Stamped, after: Stamped): void {
  const at = (order: Stamped) => BigInt(present(order.update_timestamp, 'update_timestamp'))
  const message = (order: Stamped) => present(order.order_info?.msg_id, 'msg_id')
  assert.ok(at(after) > at(before), `the last change of the order stayed at ${at(before)}`)
  assert.equal(present(after.timestamp, 'timestamp'), before.timestamp, 'an order is entered once')
  assert.notEqual(message(after), message(before), 'another message acted on the order')
}

/** What an order says of itself: its terms, its times, the last message. */
export const orderRecord: Case[] = [
  ...forms.map(({ name, title, terms, isSandboxOnly }) =>
    defineCase({
      id: `cefi-rest.create-order.terms-${name}`,
      title: `${title} is answered with the terms that it was entered with`,
      covers: ['cefi-rest.createOrder'],
      needs: isSandboxOnly ? ['hmacKey', 'sandbox'] : ['hmacKey'],
      touches: 'trade',
      permutation: { form: name },
      async run(context) {
        const { instrumentId, ...top } = await topOfBook(context)
        const body = orderBody(context, instrumentId, terms(top))
        const { id, order_info: held } = await context.cefiRest().createOrder({ body })
        context.defer(() => cancelIfOpen(context, present(id, 'id')))
        const { qty, price, ...others } = body.info
        assert.deepEqual([Number(held?.qty), Number(held?.price ?? 0)], [Number(qty), Number(price ?? 0)])
        for (const [member, wanted] of Object.entries(others))
          assert.deepEqual({ ...held }[member], wanted, `${member} is another`)
      },
    }),
  ),
  defineCase({
    id: 'cefi-rest.modify-order.is-dated',
    title: 'a change and a cancellation each move the time of the last change and the last message, and no other time',
    covers: ['cefi-rest.modifyOrder', 'cefi-rest.cancelOrder', 'cefi-rest.getOrderStatus'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      const { price = '' } = body.info
      const read = () => context.cefiRest().getOrderStatus({ path: { ref_id: id } })
      const entered = await read()
      await modify(context, id, '0.002', price)
      const changed = await context.until(
        read,
        ({ status, leaves_qty }) => status === 'ACTIVE' && Number(leaves_qty) === 0.002,
      )
      isOneChangeOn(entered, changed)
      const { new_qty, new_price } = present(changed.modify_info, 'modify_info')
      assert.deepEqual([Number(new_qty), Number(new_price)], [0.002, Number(price)])
      isOneChangeOn(changed, await cancel(context, id))
    },
  }),
]
