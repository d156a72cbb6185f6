import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'

/** The id of an asset on Solana: a token that can be traded, or a stablecoin to pay with. */
async function onSolana(context: CaseContext, isStable: boolean): Promise<string> {
  const { data } = await context.gateway().listAssets({ query: { venue: 'defi', limit: 100 } })
  const found = data?.find(
    ({ chain, stable, tradeable }) => chain === 'solana' && stable === isStable && (isStable || tradeable === true),
  )
  return present(found?.id, `id of a ${isStable ? 'stablecoin' : 'token'} on Solana`)
}

export const solanaToken = (context: CaseContext) => onSolana(context, false)
export const solanaDollars = (context: CaseContext) => onSolana(context, true)

/** Prepares a purchase of five dollars on chain: a real record, but nothing is submitted until it is signed. */
export async function prepareSwap(context: CaseContext, qty = '5') {
  const asset_id = await solanaToken(context)
  const order = await context.gateway().createOrder({
    body: { asset_id, side: 'buy', type: 'market', qty, qty_unit: 'quote' },
  })
  const id = present(order.order_id, 'order_id')
  assert.notEqual(id, '', `the order cannot be funded: ${order.quote?.issues?.join(', ') ?? ''}`)
  assert.equal(order.status, 'initialized')
  assert.ok(present(order.payloads, 'payloads').length > 0, 'an on-chain order comes with something to sign')
  return { id, payloads: order.payloads, quote: present(order.quote, 'quote') }
}

/** Prepares an on-chain limit order below the market, so that it rests once it is signed. */
export async function prepareRestingSwap(context: CaseContext) {
  const asset_id = await solanaToken(context)
  const order = await context.gateway().createOrder({
    body: { asset_id, side: 'buy', type: 'limit', qty: '1000', qty_unit: 'base', price: '0.01' },
  })
  return { id: present(order.order_id, 'order_id'), payloads: order.payloads }
}
