import { isRecord } from '@truemarkets/core'
import type { DropcopyData, DropcopyModifyInfo, DropcopyOrderInfo } from '../generated/messages.ts'
import { isAbsent, isText, type MessageOn } from '../wire.ts'
import type { Subscription } from './subscription.ts'

/**
 * An order as DROPCOPY reports it, in the names of the REST API. Every member may be missing: the payload is not published,
 * and what is here is a reading of it (question `W3`). What is not a string where one is expected is in `raw` alone.
 */
export interface DropCopyOrder {
  /** The exchange's id of the order. */
  readonly id: string | undefined
  /** The client-assigned id. */
  readonly external_id: string | undefined
  /** As in the REST API: `ACTIVE`, `FILLED`, `CANCELED` and so on; also what is newer than the contract. */
  readonly status: string | undefined
  /** What the order asks for. */
  readonly order_info: DropcopyOrderInfo | undefined
  /** The last modification. */
  readonly modify_info: DropcopyModifyInfo | undefined
  /** Quantity that is still open, an exact decimal. */
  readonly leaves_qty: string | undefined
  /** Quantity that was filled, an exact decimal. */
  readonly executed_qty: string | undefined
  /** The average fill price, an exact decimal. */
  readonly executed_vwap: string | undefined
  /** Free text of the report. */
  readonly text: string | undefined
  /** What came over the wire, whole. */
  readonly raw: DropcopyData
}

/**
 * Reads a payload, with the other spellings that the REST API is known to use. An order of the REST API is read the same
 * way, so that what was missed while a stream was `stale` has the shape of what comes over it.
 *
 * @example
 * ```ts
 * const { data: open } = await cefi.listActiveOrders()
 * for (const order of open.map(liftDropCopy)) console.log(order.id, order.leaves_qty)
 * ```
 */
export function liftDropCopy(raw: DropcopyData): DropCopyOrder {
  return {
    // A fill names its order by `order_id`.
    id: text(raw.order_id) ?? text(raw.id),
    external_id: text(raw.external_id),
    status: text(raw.status),
    order_info: object(raw.order_info) ?? object(raw.order),
    modify_info: object(raw.modify_info) ?? object(raw.modify),
    leaves_qty: text(raw.leaves_qty),
    executed_qty: text(raw.executed_qty) ?? text(raw.exeuted_qty),
    executed_vwap: text(raw.executed_vwap),
    text: text(raw.text),
    raw,
  }
}

/** The payload has not been checked. Of a number in place of a text nobody knows the digits: two ids can look the same. */
function text(value: string | undefined): string | undefined {
  return isText(value) ? value : undefined
}

function object<Member extends object>(value: Member | undefined): Member | undefined {
  return isRecord(value) ? value : undefined
}

/** How many orders are remembered, so that a client can be left running. */
const MOST_ORDERS = 1000

/** The states of the REST API in which an order has ended. */
const ENDED: ReadonlySet<string | undefined> = new Set(['FILLED', 'CANCELED', 'REJECTED'])

/**
 * The latest known state of each order. Members that a report leaves out keep their last value.
 *
 * When there are too many, the one that has ended and was silent longest is forgotten; an open one only if none has ended.
 */
export class OrderStates {
  /** Those that were reported last are at the end. */
  readonly #orders = new Map<string, DropCopyOrder>()
  readonly #asOf = new WeakMap<MessageOn<'DROPCOPY'>, DropCopyOrder>()
  readonly #capacity: number

  constructor(capacity: number = MOST_ORDERS) {
    this.#capacity = capacity
  }

  /** Takes in what a message reports, if anything. */
  take(message: MessageOn<'DROPCOPY'>): void {
    if (message.update !== 'SNAPSHOT_COMPLETE' && !isAbsent(message.data))
      this.#asOf.set(message, this.merge(message.data))
  }

  /** The order that a message reported on, as it was known then. */
  asOf(message: MessageOn<'DROPCOPY'>): DropCopyOrder | undefined {
    return this.#asOf.get(message)
  }

  /** Takes a report in, and gives the order as it is now known. A report without an id changes nothing. */
  merge(raw: DropcopyData): DropCopyOrder {
    const report = liftDropCopy(raw)
    const { id } = report
    if (id === undefined) return report
    const before = this.#orders.get(id)
    const order = before === undefined ? report : { ...before, ...definedMembers(report) }
    this.#orders.delete(id)
    this.#orders.set(id, order)
    if (this.#orders.size > this.#capacity) this.#forgetOne()
    return order
  }

  get(id: string): DropCopyOrder | undefined {
    return this.#orders.get(id)
  }

  list(): readonly DropCopyOrder[] {
    return [...this.#orders.values()]
  }

  #forgetOne(): void {
    let oldest: string | undefined
    for (const [id, { status }] of this.#orders) {
      oldest ??= id
      if (ENDED.has(status)) {
        this.#orders.delete(id)
        return
      }
    }
    if (oldest !== undefined) this.#orders.delete(oldest)
  }
}

function definedMembers(order: DropCopyOrder): DropCopyOrder {
  // Every member that is left out is one the report says nothing about; `raw` is always there.
  return Object.fromEntries(
    Object.entries(order).filter(([, value]) => value !== undefined),
  ) as unknown as DropCopyOrder
}

/**
 * The orders of the subscribed clients, as they change.
 *
 * Iterate it for every report, or read `orders` for what is known now. What DROPCOPY sends before the first report, if
 * anything, is unknown (question `W4`), and after a gap or a reconnect reports may be missing (`stale` of `subscription`): once it
 * has `resumed`, `listActiveOrders` and `listOrderTrades` of the REST API have the whole truth.
 *
 * **Failure.** As with any subscription: the iteration throws.
 *
 * @example
 * ```ts
 * const orders = await client.dropCopy(['78901985048264710'])
 * for await (const order of orders) console.log(order.id, order.status, order.executed_qty, order.raw)
 * ```
 */
export interface DropCopy extends AsyncIterable<DropCopyOrder>, AsyncDisposable {
  [Symbol.asyncIterator](): AsyncIterator<DropCopyOrder, undefined> & AsyncIterable<DropCopyOrder>
  /** The subscription underneath, for its events. */
  readonly subscription: Subscription<'DROPCOPY'>
  /**
   * The latest known state of the orders that were reported: of every open one, and of those that ended last, 1000 in all. As
   * of the last report that has come, whether or not the iteration is there yet.
   */
  readonly orders: readonly DropCopyOrder[]
  /** The latest known state of one order, as in `orders`. */
  order(id: string): DropCopyOrder | undefined
  /** Ends the iteration and the subscription underneath. */
  close(): void
}

/** What a caller has of a drop copy. */
export class DropCopyView implements DropCopy {
  readonly subscription: Subscription<'DROPCOPY'>
  readonly #states: OrderStates

  /** @param states What is made of the reports as they come. */
  constructor(subscription: Subscription<'DROPCOPY'>, states: OrderStates) {
    this.subscription = subscription
    this.#states = states
  }

  get orders(): readonly DropCopyOrder[] {
    return this.#states.list()
  }

  order(id: string): DropCopyOrder | undefined {
    return this.#states.get(id)
  }

  /** By hand: a generator cannot be left while it waits for a report, nor before it was asked for one. */
  [Symbol.asyncIterator](): AsyncIterator<DropCopyOrder, undefined> & AsyncIterable<DropCopyOrder> {
    const messages = this.subscription[Symbol.asyncIterator]()
    const advance = async (): Promise<IteratorResult<DropCopyOrder, undefined>> => {
      for (;;) {
        const { done, value } = await messages.next()
        if (done === true) return { done, value }
        const order = this.#states.asOf(value)
        if (order !== undefined) return { done: false, value: order }
      }
    }
    // One after the other: who has to pass something over would else fall behind who asked later.
    let last: Promise<unknown> = Promise.resolve()
    return {
      next() {
        const next = last.then(advance, advance)
        last = next
        return next
      },
      return: async () => {
        this.close()
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  close(): void {
    this.subscription.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }
}
