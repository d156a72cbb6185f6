import assert from 'node:assert/strict'
import { defineCase, kebab, type Subject } from '../../case/define.ts'
import { pair } from './market.ts'

const id = '3f0c1a52-0000-4000-8000-0000000000ff'
const stamps = { signatures: ['c3RhbXA'], auth_type: 'api_key' }
const order = { ...pair, side: 'buy', type: 'market', qty: '100', qty_unit: 'quote' }
const transfer = { asset_id: id, qty: '0.001', qty_unit: 'base', to: '1'.repeat(43) }

/** Every operation that takes a token, with a request that is otherwise good. */
const operations: [name: string, method: string, path: string, body?: unknown][] = [
  ['createOrder', 'POST', '/orders', order],
  ['listOrders', 'GET', '/orders'],
  ['getOrder', 'GET', `/orders/${id}`],
  ['executeOrder', 'POST', `/orders/${id}/execute`, stamps],
  ['cancelOrder', 'DELETE', `/orders/${id}`],
  ['prepareCancelOrder', 'POST', `/orders/${id}/cancel`],
  ['executeCancelOrder', 'POST', `/orders/${id}/cancel/execute`, stamps],
  ['getOrderStatus', 'GET', `/orders/${id}/status`],
  ['createTransfer', 'POST', '/transfers', transfer],
  ['listTransfers', 'GET', '/transfers'],
  ['executeTransfer', 'POST', `/transfers/${id}/execute`, stamps],
  ['getTransfer', 'GET', `/transfers/${id}`],
  ['listBalances', 'GET', '/balances/unified'],
  ['getBalances', 'GET', '/balances'],
  ['getPortfolio', 'GET', '/portfolio'],
  ['listTransactions', 'GET', '/transactions'],
]

const kinds: { name: string; title: string; headers: Record<string, string> }[] = [
  { name: 'without-token', title: 'is refused without a token', headers: {} },
  {
    name: 'with-forged-token',
    title: 'is refused with a token signed by nobody',
    // {"alg":"none"} and an expiry far ahead.
    headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.' },
  },
]

export const withoutToken = operations.flatMap(([name, method, path, body]) =>
  kinds.map((kind) => {
    const subject: Subject = `gateway.${name}`
    return defineCase({
      id: `gateway.${kebab(name)}.${kind.name}`,
      title: `${name} ${kind.title}`,
      refuses: [subject],
      // A service that forgot to refuse would act.
      touches: method === 'GET' ? 'read' : 'trade',
      permutation: { operation: name, token: kind.name },
      async run(context) {
        const response = await context.send('gateway', method, path, body, kind.headers)
        assert.equal(response.status, 401)
      },
    })
  }),
)
