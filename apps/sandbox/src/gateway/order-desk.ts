import { ApiError } from '../server/api-error.ts'
import type { Account } from './account.ts'
import { createCefiOrder } from './cefi-orders.ts'
import { prepareDefiOrder } from './defi-orders.ts'
import { newPayload } from './new-payload.ts'
import { type GatewayOrder, statusOf } from './order.ts'
import { type OrderBody, readTerms } from './order-terms.ts'
import { CHAIN_DELAY_MS, type GatewayParts } from './parts.ts'
import { type StampsBody, verifyStamps } from './stamps.ts'

/**
 * Orders on both venues.
 *
 *   create → initialized (payloads) → execute → pending → complete | active | failed
 *          → pending (nothing to sign)        → active → cancel → cancel_pending → canceled | complete
 */
export class OrderDesk {
  readonly #parts: GatewayParts
  /** In order of creation. */
  readonly #orders: GatewayOrder[] = []
  readonly #byId = new Map<string, GatewayOrder>()

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /** The answer of `createOrder`; an unfundable on-chain order leaves no order behind. */
  create(account: Account, body: OrderBody): Readonly<Record<string, unknown>> {
    const { answers } = this.#parts
    const terms = readTerms(this.#parts, body)
    if (terms.venue === 'cefi') {
      const order = this.#keep(createCefiOrder(this.#parts, account, terms))
      const payloads = order.payloads.length === 0 ? {} : { payloads: order.payloads }
      return { order_id: order.id, status: statusOf(order), ...payloads }
    }
    const { order, quote } = prepareDefiOrder(this.#parts, account, terms)
    if (order === undefined)
      return answers.get('G22', 'empty-string') === 'absent' ? { quote } : { order_id: '', quote }
    this.#keep(order)
    return { order_id: order.id, status: statusOf(order), payloads: order.payloads, quote }
  }

  /** Takes the stamps of a prepared order and submits it. */
  execute(account: Account, orderId: string, body: StampsBody): GatewayOrder {
    const order = this.get(account, orderId)
    const { clock, rules } = this.#parts
    const { submit } = order
    if (submit === undefined || !rules.maySubmit(order.submitted)) {
      throw new ApiError(409, 'The order has already been submitted.')
    }
    verifyStamps(this.#parts, order.account.stampKey, order.payloads, body)
    if (!rules.isFresh(clock.now() - order.preparedAtMs)) {
      throw new ApiError(422, 'The quote is stale; create the order again.', { code: 'quote_stale' })
    }
    order.submitted = true
    submit()
    return order
  }

  /** Begins to cancel a limit order that is at the exchange or on its way there; nothing else can be canceled this way. */
  cancelAtExchange(account: Account, orderId: string): GatewayOrder {
    const order = this.get(account, orderId)
    const status = statusOf(order)
    const { exchangeOrder } = order
    const { rules } = this.#parts
    if (!rules.isCancelable(order.terms)) throw new ApiError(400, 'Only limit orders on CeFi can be canceled.')
    if (!rules.mayCancel(status)) {
      throw new ApiError(400, `The order is ${status}; only pending and active orders can be canceled.`)
    }
    // Its money is still on the way to the exchange; when it is there, no order follows it.
    if (exchangeOrder === undefined) order.ownStatus = 'cancel_pending'
    else this.#parts.exchange.cancel([exchangeOrder.clientId], { by: 'exchange', id: exchangeOrder.id })
    return order
  }

  /** Prepares the cancellation of an order that rests on chain: the answer is what must be signed. */
  prepareCancel(account: Account, orderId: string): GatewayOrder {
    const order = this.get(account, orderId)
    const status = statusOf(order)
    if (order.unwind === undefined || status !== 'active') {
      throw new ApiError(400, `The order is ${status}; only active orders can be canceled on DeFi.`)
    }
    order.cancelPayloads = [newPayload(this.#parts, { step: 'cancel', order: order.id })]
    return order
  }

  executeCancel(account: Account, orderId: string, body: StampsBody): GatewayOrder {
    const order = this.get(account, orderId)
    if (order.cancelPayloads.length === 0 || order.unwind === undefined) {
      throw new ApiError(409, 'There is no prepared cancellation of this order.')
    }
    verifyStamps(this.#parts, order.account.stampKey, order.cancelPayloads, body)
    order.cancelPayloads = []
    order.ownStatus = 'cancel_pending'
    // By then the market may have been faster: a filled order has nothing left to unwind.
    this.#parts.scheduler.confirm(CHAIN_DELAY_MS, () => order.unwind?.())
    return order
  }

  /** One order of this account; somebody else's is as unknown as one that never was. */
  get(account: Account, orderId: string): GatewayOrder {
    const order = this.#byId.get(orderId)
    if (order === undefined || !this.#parts.rules.isOwner(order.account, account))
      throw new ApiError(404, 'There is no such order.')
    return order
  }

  /** Newest first. */
  list(account: Account): readonly GatewayOrder[] {
    return this.#orders.filter((order) => order.account === account).toReversed()
  }

  #keep(order: GatewayOrder): GatewayOrder {
    this.#orders.push(order)
    this.#byId.set(order.id, order)
    return order
  }
}
