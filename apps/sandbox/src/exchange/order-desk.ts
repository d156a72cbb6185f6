import type { Clients } from './clients.ts'
import type { Engine } from './engine.ts'
import type { RefusesAtOnce } from './exchange.ts'
import type { FeeSchedule } from './fee-schedule.ts'
import type { Markets } from './markets.ts'
import { hasEnded } from './order.ts'
import type { OrderStore } from './order-store.ts'
import { Refusal } from './refusal.ts'
import type { ExchangeRules } from './rules.ts'
import type { Modification, ModifyOrder, Nanos, Order, OrderRef, PlaceOrder } from './types.ts'

export interface OrderDeskOptions {
  readonly nanos: () => Nanos
  readonly nextId: () => string
  readonly engine: Engine
  readonly store: OrderStore
  readonly fees: FeeSchedule
  readonly clients: Clients
  readonly markets: Markets
  readonly rules: ExchangeRules
  /** Carries a request to the book in two hops; requests arrive in the order in which they were sent. */
  readonly hop: (task: () => void) => void
  readonly refusesAtOnce: RefusesAtOnce
}

/**
 * Takes requests in and answers at once; their effect on the book comes two hops later. That gap is where the pending
 * states live, and where an order can still be filled while its cancel is under way.
 */
export class OrderDesk {
  readonly #options: OrderDeskOptions

  constructor(options: OrderDeskOptions) {
    this.#options = options
  }

  place(request: PlaceOrder): Order {
    const order = this.#create(request)
    const { engine, hop, refusesAtOnce, store } = this.#options
    const refusal = engine.reserve(order)
    const broken = refusesAtOnce.orders ? (refusal ?? engine.brokenRule(order)) : undefined
    if (broken !== undefined) {
      engine.release(order)
      throw new Refusal('invalid', `${broken}.`)
    }
    store.add(order)
    engine.report(order)
    hop(() => {
      if (order.status === 'INITIALIZED') {
        order.status = 'NEW_PENDING'
        engine.report(order)
      }
      hop(() => engine.accept(order, refusal))
    })
    return order
  }

  /** Enters and matches without delay: for the traders that the sandbox runs itself. */
  placeNow(request: PlaceOrder): Order {
    const order = this.#create(request)
    const { engine, store } = this.#options
    store.add(order)
    engine.accept(order, engine.reserve(order))
    return order
  }

  modify(request: ModifyOrder): Order {
    const { store, engine, nextId, refusesAtOnce } = this.#options
    const order = store.find([request.clientId], { by: 'exchange', id: request.orderId })
    if (order === undefined)
      throw new Refusal('unknown', `There is no order ${request.orderId} of client ${request.clientId}.`)
    if (hasEnded(order) || order.status === 'CANCEL_PENDING')
      throw new Refusal('invalid', `Order ${order.id} is ${order.status} and cannot be modified.`)
    if (request.newQty <= 0n) throw new Refusal('invalid', 'new_qty must be above zero.')
    if (request.newPrice <= 0n) throw new Refusal('invalid', 'new_price must be above zero.')
    const change: Modification = {
      newQty: request.newQty,
      newPrice: request.newPrice,
      newType: request.newType,
      externalId: request.externalId ?? '',
      msgId: nextId(),
      prevModify: order.modification?.msgId,
    }
    const broken = refusesAtOnce.modifications ? engine.brokenChange(order, change) : undefined
    if (broken !== undefined) throw new Refusal('invalid', `${broken}.`)
    order.modification = change
    order.msgId = change.msgId
    order.status = 'MODIFY_PENDING'
    order.text = ''
    store.addExternalId(order, change.externalId)
    engine.report(order)
    this.#later('modify', () => engine.modify(order, change))
    return order
  }

  cancel(clientIds: readonly string[], ref: OrderRef): Order {
    const { store, engine, nextId } = this.#options
    const order = store.find(clientIds, ref)
    if (order === undefined) throw new Refusal('unknown', `There is no order ${ref.id}.`)
    if (hasEnded(order) || order.status === 'CANCEL_PENDING') return order
    order.status = 'CANCEL_PENDING'
    order.text = ''
    order.msgId = nextId()
    engine.report(order)
    this.#later('cancel', () => engine.cancel(order, 'canceled by request'))
    return order
  }

  #later(request: 'cancel' | 'modify', task: () => void): void {
    const { hop, rules } = this.#options
    if (rules.takesTime(request)) hop(() => hop(task))
    else task()
  }

  #create(request: PlaceOrder): Order {
    const { nanos, nextId, clients, markets, fees } = this.#options
    if (clients.get(request.clientId).status === 'DISABLED')
      throw new Refusal('forbidden', `Client ${request.clientId} is disabled.`)
    if (request.qty <= 0n) throw new Refusal('invalid', 'qty must be above zero.')
    if (request.type === 'LIMIT' && request.price === undefined)
      throw new Refusal('invalid', 'A LIMIT order needs a price.')
    if (request.price !== undefined && request.price <= 0n) throw new Refusal('invalid', 'price must be above zero.')
    const id = nextId()
    const at = nanos()
    const execInstFlags = request.execInstFlags ?? []
    return {
      id,
      clientId: request.clientId,
      instrument: markets.get(request.instrumentId).instrument,
      side: request.side,
      type: request.type,
      tif: request.tif ?? 'GTC',
      externalId: request.externalId ?? '',
      execInstFlags,
      flags: request.flags ?? [],
      stp: request.stp ?? 'NONE',
      feeRate: execInstFlags.includes('ALO') ? fees.maker : fees.taker,
      createdAt: at,
      updatedAt: at,
      status: 'INITIALIZED',
      qty: request.qty,
      price: request.type === 'LIMIT' ? request.price : undefined,
      executedQty: 0n,
      executedNotional: 0n,
      hold: 0n,
      feeHold: 0n,
      msgId: id,
      modification: undefined,
      text: '',
    }
  }
}
