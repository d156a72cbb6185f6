import { sub } from '@truemarkets/core'
import { expect } from 'vitest'
import type { CefiRestClient } from '../../src/index.ts'

const soon = { pollIntervalMs: 10, pollDeadlineMs: 5_000 }

/**
 * What a trader does in a day, through every operation but `updateClient`, `listVersions` and the two quote computations: looks around,
 * enters an order that rests, changes it, cancels it, pages through the day, and moves money.
 *
 * @returns What no open question may change.
 */
export async function tour(cefi: CefiRestClient) {
  const health = await cefi.getHealth()
  const { data: clients } = await cefi.listClients()
  const client_id = defined(clients[0]?.id)
  const { data: assets } = await cefi.listAssets({ query: { name: 'PYUSD' } })
  const { data: instruments } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
  const instrument_id = defined(instruments[0]?.id)
  const { data: quotes } = await cefi.listMarketQuotes({ query: { instrument_id } })
  const bid = defined(quotes[0]?.info?.best_bid?.price)

  const info = { client_id, instrument_id, side: 'BUY', type: 'LIMIT', tif: 'GTC', exec_inst_flags: ['ALO'] } as const
  const enter = (below: string) =>
    cefi.createOrder({ body: { info: { ...info, exec_inst_flags: ['ALO'], qty: '0.01', price: sub(bid, below) } } })
  const order = await enter('500')
  const other = await enter('600')
  const id = defined(order.id)
  const rested = await cefi.waitForOrder({ path: { ref_id: id } }, { until: 'acknowledged', ...soon })
  const change = { client_id, new_qty: '0.02', new_price: sub(bid, '550') }
  const modified = await cefi.modifyAndWait({ body: { id, info: change } }, soon)
  const { data: active } = await cefi.listActiveOrders()
  const reference = { path: { ref_id: defined(order.external_id) }, query: { id_type: 'client' } } as const
  const canceled = await cefi.cancelAndWait(reference, soon)
  const read = await cefi.getOrderStatus(reference)

  const listed = []
  for await (const row of cefi.listOrders.iterate({ query: { size: 1 } })) listed.push(row.id)
  const timestamp = `${Date.now()}000000`
  const { data: trades } = await cefi.listOrderTrades({ query: { timestamp } })
  const { data: balances } = await cefi.listBalances({ query: { client_id } })

  const request = {
    amount: '5',
    asset_id: defined(assets[0]?.id),
    client_id,
    type: 'DEPOSIT',
    platform: 'FIAT',
  } as const
  const transfer = await cefi.createTransfer({ body: { request } })
  const { data: moving } = await cefi.listActiveTransfers()
  const { data: moved } = await cefi.listTransfers({ query: { timestamp: `${Date.now() + 1000}000000` } })

  expect(new Set(listed)).toEqual(new Set([id, defined(other.id)]))
  expect(listed).toHaveLength(2)
  expect(active.map((row) => row.id)).toContain(id)
  return {
    health: health.status,
    rested: rested.order.status,
    modified: [modified.outcome, modified.order.order_info?.qty],
    canceled: [canceled.outcome, read.status, read.executed_qty],
    trades,
    balance: balances[0]?.id === client_id,
    transfer: [transfer.request?.amount, [...moving, ...moved].some((row) => row.id === transfer.id)],
  }
}

/** What the tour must come to in every world. */
export const tourResult: Awaited<ReturnType<typeof tour>> = {
  health: 'healthy',
  rested: 'ACTIVE',
  modified: ['modified', '0.02'],
  canceled: ['canceled', 'CANCELED', '0'],
  trades: [],
  balance: true,
  transfer: ['5', true],
}

function defined(text: string | undefined): string {
  if (text === undefined) throw new Error('The sandbox left out what the tour needs.')
  return text
}
