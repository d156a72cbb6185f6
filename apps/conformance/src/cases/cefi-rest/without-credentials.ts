import assert from 'node:assert/strict'
import { defineCase, kebab, type Subject } from '../../case/define.ts'
import { isObject, parseJson } from '../../json.ts'
import { versions } from './versions.ts'

const order = { info: { client_id: '1', instrument_id: '1', qty: '1', price: '1', side: 'BUY', type: 'LIMIT' } }
const transfer = { request: { amount: '0.001', asset_id: '1', client_id: '1', type: 'WITHDRAW', platform: 'FIAT' } }

/** Every protected operation, with a request that is otherwise good. */
const operations: [name: string, method: string, path: string, body?: unknown][] = [
  ['listClients', 'GET', '/clients'],
  ['updateClient', 'PATCH', '/clients', { info: {} }],
  ['createOrder', 'POST', '/orders', order],
  ['modifyOrder', 'PATCH', '/orders', { id: '1', info: { client_id: '1', new_qty: '1', new_price: '1' } }],
  ['cancelOrder', 'DELETE', '/orders/1'],
  ['getOrderStatus', 'GET', '/orders/status/1'],
  ['listActiveOrders', 'GET', '/orders/active'],
  ['listOrders', 'GET', '/orders/list'],
  ['listOrderTrades', 'GET', '/orders/trades?timestamp=1'],
  ['listBalances', 'GET', '/balances'],
  ['listActiveTransfers', 'GET', '/transfers/active'],
  ['listTransfers', 'GET', '/transfers?timestamp=1'],
  ['createTransfer', 'POST', '/transfers', transfer],
]

export const withoutCredentials = operations.flatMap(([name, method, path, body]) =>
  versions.map((version) => {
    const subject: Subject = `cefi-rest.${name}`
    return defineCase({
      id: `cefi-rest.${kebab(name)}.without-credentials-${version}`,
      title: `${name} is refused without credentials, in ${version}`,
      refuses: [subject],
      // What becomes of the older version after its sunset is an open question (R1).
      needs: version === 'v2026_01_23' ? [] : ['sandbox'],
      // A service that forgot to refuse would act.
      touches: method === 'GET' ? 'read' : 'trade',
      permutation: { operation: name, version },
      async run(context) {
        const response = await context.send('cefi-rest', method, path, body, { 'X-Truex-Version': version })
        assert.equal(response.status, 401)
        // Who finds credentials missing may not have read the version yet, or be a proxy, so that no form is promised; of one that
        // the contract lacks, the audit tells.
        const read = parseJson(await response.text())
        const answer = read.ok && isObject(read.value) ? read.value : {}
        const problem = isObject(answer['error']) ? answer['error'] : answer
        assert.equal(problem['status'] ?? 401, 401, 'a problem repeats the status of its answer')
      },
    })
  }),
)
