import { RejectedError } from '@truemarkets/core'
import { type ManualTime, manualTime } from '../../../core/test/manual-time.ts'
import { type PlaceOrderTools, placeOrder } from '../../src/flows/place-order.ts'
import type { PlaceOrderOptions, PlaceOrderProgress } from '../../src/flows/placed-order.ts'
import { stampWith } from '../../src/flows/signer.ts'
import type { CreateOrderRequest } from '../../src/generated/types.ts'
import { signer } from './keys.ts'
import { marketBuy } from './requests.ts'
import { type Line, scripted } from './scripted.ts'

export const limit: CreateOrderRequest = { ...marketBuy, type: 'limit', qty_unit: 'base', qty: '1', price: '67500.00' }
export const payloads = [
  { digest: 'd1', payload: 'first payload' },
  { digest: 'd2', payload: 'second payload' },
]
export const quote = { qty: '1.20', qty_out: '40.1', fee: '0.0024' }

// Lines of a script: what the service does at a call.
export const creates = (gives: unknown): Line => ({ operation: 'createOrder', gives })
export const executes = (gives: unknown): Line => ({ operation: 'executeOrder', gives })
export const reads = (status: string, rest: object = {}): Line => ({
  operation: 'getOrder',
  gives: { order_id: 'o1', status, ...rest },
})
export const prepares = (rest: object = {}): Line =>
  creates({ order_id: 'o1', status: 'initialized', payloads, quote, ...rest })
export const submits: Line = creates({ order_id: 'o1', status: 'pending' })

const stale = new RejectedError('stale', { code: 'quote_stale', fieldViolations: [], format: 'json' }, { status: 422 })
export const goesStale: Line = { operation: 'executeOrder', throws: stale }

/** Places an order against a script, and notes what was called and told. */
export function place(order: CreateOrderRequest, options: PlaceOrderOptions, ...lines: Line[]) {
  return placeAt(manualTime(), order, options, ...lines)
}

/** The same by a time of the test. */
export function placeAt(time: ManualTime, order: CreateOrderRequest, options: PlaceOrderOptions, ...lines: Line[]) {
  const script = scripted<PlaceOrderTools['operations']>(...lines)
  const steps: PlaceOrderProgress[] = []
  const result = placeOrder(
    order,
    { onProgress: (step) => steps.push(step), ...options },
    { operations: script.operations, stamp: stampWith(signer), time },
  )
  return { result, calls: script.calls, names: () => script.calls.map((call) => call.operation), steps, time }
}
