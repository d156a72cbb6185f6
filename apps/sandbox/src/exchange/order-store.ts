import { hasEnded } from './order.ts'
import type { ExchangeRules } from './rules.ts'
import type { Fill, Nanos, Order, OrderRef } from './types.ts'

interface ClientOrders {
  readonly all: Order[]
  readonly open: Set<Order>
  readonly byExternalId: Map<string, Order>
  readonly fills: Fill[]
}

/** Every order and fill, found by id, by the client's own id, or by age. */
export class OrderStore {
  readonly #nanos: () => Nanos
  readonly #rules: ExchangeRules
  readonly #byId = new Map<string, Order>()
  readonly #byClient = new Map<string, ClientOrders>()
  readonly #fillsOf = new Map<string, Fill[]>()

  constructor(nanos: () => Nanos, rules: ExchangeRules) {
    this.#nanos = nanos
    this.#rules = rules
  }

  add(order: Order): void {
    const own = this.#of(order.clientId)
    this.#byId.set(order.id, order)
    own.all.push(order)
    own.open.add(order)
    if (order.externalId !== '') own.byExternalId.set(order.externalId, order)
  }

  /** A modification has an id of its own, under which the order is found as well. */
  addExternalId(order: Order, externalId: string): void {
    if (externalId !== '') this.#of(order.clientId).byExternalId.set(externalId, order)
  }

  addFill(fill: Fill): void {
    this.#of(fill.clientId).fills.push(fill)
    const fills = this.#fillsOf.get(fill.orderId)
    if (fills === undefined) this.#fillsOf.set(fill.orderId, [fill])
    else fills.push(fill)
  }

  ended(order: Order): void {
    this.#of(order.clientId).open.delete(order)
  }

  /** Drops an order that has ended and that nobody will ask for again: simulated traders leave no history. */
  forget(order: Order): void {
    const own = this.#of(order.clientId)
    own.all.splice(own.all.indexOf(order), 1)
    own.fills.length = 0
    this.#byId.delete(order.id)
    this.#fillsOf.delete(order.id)
  }

  /** Which of its client's open orders an order is, counted from 1: those that were sent after it do not stand in its way. */
  placeAmongOpen(order: Order): number {
    const open = [...this.#of(order.clientId).open]
    const earlier = open.indexOf(order)
    return (earlier < 0 ? open.length : earlier) + 1
  }

  find(clientIds: readonly string[], ref: OrderRef): Order | undefined {
    const order =
      ref.by === 'exchange'
        ? this.#byId.get(ref.id)
        : clientIds.map((clientId) => this.#of(clientId).byExternalId.get(ref.id)).find((found) => found !== undefined)
    if (order === undefined || !this.#rules.isOf(order, clientIds)) return undefined
    return hasEnded(order) && !this.#rules.isKept(order.updatedAt, this.#nanos()) ? undefined : order
  }

  active(clientIds: readonly string[]): Order[] {
    const open = clientIds.map((clientId) => [...this.#of(clientId).open])
    return newestFirst(open, (order) => order.createdAt)
  }

  recent(clientIds: readonly string[]): Order[] {
    const now = this.#nanos()
    const isListed = (order: Order) => this.#rules.isListed(order.createdAt, now)
    const recent = clientIds.map((clientId) => this.#of(clientId).all.filter(isListed))
    return newestFirst(recent, (order) => order.createdAt)
  }

  recentFills(clientIds: readonly string[]): Fill[] {
    const now = this.#nanos()
    const isListed = (fill: Fill) => this.#rules.isListed(fill.at, now)
    const recent = clientIds.map((clientId) => this.#of(clientId).fills.filter(isListed))
    return newestFirst(recent, (fill) => fill.at)
  }

  fillsOf(orderId: string): readonly Fill[] {
    return this.#fillsOf.get(orderId) ?? []
  }

  #of(clientId: string): ClientOrders {
    const known = this.#byClient.get(clientId)
    if (known !== undefined) return known
    const fresh: ClientOrders = { all: [], open: new Set(), byExternalId: new Map(), fills: [] }
    this.#byClient.set(clientId, fresh)
    return fresh
  }
}

/** Each client's rows come in order of time already; only several clients need sorting. */
function newestFirst<Row>(perClient: readonly Row[][], at: (row: Row) => Nanos): Row[] {
  if (perClient.length === 1) return perClient[0]?.toReversed() ?? []
  return perClient.flat().toSorted((left, right) => (at(left) < at(right) ? 1 : -1))
}
