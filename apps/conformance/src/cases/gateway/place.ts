import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'
import { type LimitOrder, pair, restingOrder } from './market.ts'

const finished: readonly (string | undefined)[] = ['complete', 'canceled', 'failed']

/** Places a limit order, waits until it rests, and takes it away again after the case. */
export async function placeResting(context: CaseContext, side: 'buy' | 'sell' = 'buy'): Promise<string> {
  return place(context, await restingOrder(context, side))
}

/** The same with an order of the case's own, which may do something else than rest. */
export async function place(context: CaseContext, body: LimitOrder, becomes = 'active'): Promise<string> {
  const created = await context.gateway().createOrder({ body })
  const id = present(created.order_id, 'order_id')
  assert.notEqual(id, '', 'a CeFi order with enough funds exists at once')
  context.defer(() => cancelIfOpen(context, id))
  await statusBecomes(context, id, [becomes])
  return id
}

/** Buys for 200 dollars at the exchange, and waits until all of it has filled. */
export async function buyAtMarket(context: CaseContext): Promise<string> {
  const created = await context.gateway().createOrder({
    body: { ...pair, side: 'buy', type: 'market', qty: '200', qty_unit: 'quote' },
  })
  const id = present(created.order_id, 'order_id')
  await statusBecomes(context, id, ['complete'])
  return id
}

/** Waits for one of these statuses; an order that ends in another fails the case instead of being waited for. */
export async function statusBecomes(context: CaseContext, id: string, wanted: readonly string[]): Promise<string> {
  const gateway = context.gateway()
  const read = async () => present((await gateway.getOrderStatus({ path: { id } })).status, 'status')
  const status = await context.until(read, (status) => wanted.includes(status) || finished.includes(status))
  assert.ok(wanted.includes(status), `the order ended ${status} instead of becoming ${wanted.join(' or ')}`)
  return status
}

export async function cancelIfOpen(context: CaseContext, id: string): Promise<void> {
  const gateway = context.gateway()
  const { status } = await gateway.getOrderStatus({ path: { id } })
  if (finished.includes(status)) return
  if (status !== 'cancel_pending') await gateway.cancelOrder({ path: { id } })
  await context.until(
    () => gateway.getOrderStatus({ path: { id } }),
    ({ status }) => finished.includes(status),
  )
}
