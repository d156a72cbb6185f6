import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { wrongClock } from '../../case/wrong-clock.ts'
import { instrument } from './market.ts'
import { cancel, placeResting, takeOffers } from './place.ts'

const day = 86_400_000

/** Sets the sandbox so many days ahead of now, and returns a client that signs by its time. */
async function later(context: CaseContext, days: number) {
  const { advanceClock, resetClock } = context.sandbox()
  context.defer(resetClock)
  await resetClock()
  await advanceClock(days * day)
  return context.cefiRest({ clock: wrongClock((days * day) / 1000, Date.now) })
}

async function canceledOrder(context: CaseContext): Promise<string> {
  const { id } = await placeResting(context)
  await cancel(context, id)
  return id
}

const aging = { needs: ['hmacKey', 'sandbox'], touches: 'trade', exclusive: true } as const

export const retention = [
  defineCase({
    id: 'cefi-rest.list-orders.of-one-day',
    title: 'an order is listed for a day, and after it still found by its id',
    covers: ['cefi-rest.listOrders', 'cefi-rest.getOrderStatus'],
    ...aging,
    async run(context) {
      const id = await canceledOrder(context)
      const listed = async (cefi = context.cefiRest()) => {
        const { data } = await cefi.listOrders({ query: { size: 100 } })
        return data.some((order) => order.id === id)
      }
      assert.equal(await listed(), true)
      assert.equal(await listed(await later(context, 0.99)), true)
      const nextDay = await later(context, 1.01)
      assert.equal(await listed(nextDay), false)
      assert.equal((await nextDay.getOrderStatus({ path: { ref_id: id } })).status, 'CANCELED')
    },
  }),
  defineCase({
    id: 'cefi-rest.get-order-status.of-28-days',
    title: 'an order is found for 28 days, and not any more after them',
    covers: ['cefi-rest.getOrderStatus'],
    refuses: ['cefi-rest.getOrderStatus'],
    ...aging,
    async run(context) {
      const id = await canceledOrder(context)
      const before = await later(context, 27.99)
      assert.equal((await before.getOrderStatus({ path: { ref_id: id } })).status, 'CANCELED')
      const nextMonth = await later(context, 28.01)
      await refused(nextMonth.getOrderStatus({ path: { ref_id: id } }), {
        status: 404,
        code: 'not_found',
      })
    },
  }),
  defineCase({
    id: 'cefi-rest.list-instruments.turnover-of-one-day',
    title: 'the turnover of an instrument is that of the last 24 hours',
    covers: ['cefi-rest.listInstruments'],
    ...aging,
    async run(context) {
      await takeOffers(context)
      const { id } = await instrument(context)
      const turnover = async (cefi = context.cefiRest()) => {
        const { data } = await cefi.listInstruments({ query: { id } })
        const stats = present(data[0]?.stats, 'stats')
        return [Number(stats.last_24hr_quantity), Number(stats.last_24hr_notional)]
      }
      const today = await turnover()
      assert.ok(
        today.every((sum) => sum > 0),
        'a trade is turnover',
      )
      assert.deepEqual(await turnover(await later(context, 0.99)), today)
      assert.deepEqual(await turnover(await later(context, 1.01)), [0, 0])
    },
  }),
]
