import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'

/** A token on Solana that is not a stablecoin, by its place in the catalogue. */
export async function solanaToken(context: CaseContext) {
  const { data } = await context.gateway().listAssets({ query: { venue: 'defi', limit: 100 } })
  const token = present(data, 'data').find(
    ({ chain, stable, tradeable }) => chain === 'solana' && stable === false && tradeable === true,
  )
  return { id: present(token?.id, 'id of a token on Solana') }
}

/** Prepares a purchase of five dollars on chain: a real record, but nothing is submitted until it is signed. */
export async function prepareSwap(context: CaseContext, qty = '5') {
  const { id: asset_id } = await solanaToken(context)
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
  const { id: asset_id } = await solanaToken(context)
  const order = await context.gateway().createOrder({
    body: { asset_id, side: 'buy', type: 'limit', qty: '1000', qty_unit: 'base', price: '0.01' },
  })
  return { id: present(order.order_id, 'order_id'), payloads: order.payloads }
}
