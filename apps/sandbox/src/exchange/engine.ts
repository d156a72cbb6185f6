import { brokenMarketRule, brokenRule } from './broken-rule.ts'
import type { Clients } from './clients.ts'
import { type Decimal, min, multiply } from './decimal.ts'
import type { ExchangeEmitter } from './events.ts'
import type { FeeSchedule } from './fee-schedule.ts'
import { type Ledger, marketHold } from './ledger.ts'
import type { Markets } from './markets.ts'
import { hasEnded, leaves, opposite } from './order.ts'
import type { OrderStore } from './order-store.ts'
import { bandEdge, midPrice } from './price-band.ts'
import type { ExchangeRules } from './rules.ts'
import type { Fill, LiquidityFlag, Modification, Nanos, Order, OrderStatus } from './types.ts'

export interface EngineParts {
  readonly nanos: () => Nanos
  readonly nextId: () => string
  readonly markets: Markets
  readonly ledger: Ledger
  readonly store: OrderStore
  readonly events: ExchangeEmitter
  readonly fees: FeeSchedule
  readonly rules: ExchangeRules
  /** Simulated ones have no limit on open orders and leave no history. */
  readonly clients: Clients
  /** Told of each trade, so that settlement can be arranged. */
  readonly traded: () => void
}

/** Price-time matching and everything that ends an order. Each method is one step: it runs to its end, then tells. */
export class Engine {
  readonly #parts: EngineParts

  constructor(parts: EngineParts) {
    this.#parts = parts
  }

  /** Reserves what a new order needs; the words of the refusal when the account cannot cover it. */
  reserve(order: Order): string | undefined {
    const { book } = this.#parts.markets.get(order.instrument.id)
    const open = leaves(order)
    const { amount, fee } =
      order.type === 'MARKET'
        ? marketHold(order, book.levels(opposite(order.side)))
        : this.#parts.rules.hold(order, open, order.price)
    return this.#parts.ledger.hold(order, amount, fee) ? undefined : 'insufficient balance'
  }

  /** The first rule of the market that the order breaks, in words; `undefined` when it keeps all. */
  brokenRule(order: Order): string | undefined {
    const { instrument } = order
    const { store, clients, markets, rules } = this.#parts
    if (!rules.isTrading(instrument)) return `${instrument.symbol} is ${instrument.status}`
    const openOrders = clients.isSimulated(order.clientId) ? 0 : store.placeAmongOpen(order)
    if (!rules.mayHaveOpen(openOrders)) return `${openOrders} are too many open orders`
    const mid = midPrice(markets.get(instrument.id).top())
    return order.price === undefined
      ? brokenMarketRule(rules, instrument, order.qty, mid)
      : brokenRule(rules, instrument, order.qty, order.price, mid)
  }

  /** Gives back what `reserve` took for an order that is not entered after all. */
  release(order: Order): void {
    this.#parts.ledger.release(order)
  }

  /** The first rule of the market that a change breaks, in words; `undefined` when it keeps all. */
  brokenChange(order: Order, change: Modification): string | undefined {
    const { markets, rules } = this.#parts
    const { instrument } = order
    if (!rules.isTrading(instrument)) return `${instrument.symbol} is ${instrument.status}`
    if (change.newQty <= order.executedQty) return 'the new qty is not above what has been executed'
    return brokenRule(rules, instrument, change.newQty, change.newPrice, midPrice(markets.get(instrument.id).top()))
  }

  /** The order reaches the book: refused, or accepted and matched. */
  accept(order: Order, refusal: string | undefined): void {
    if (hasEnded(order)) return
    const broken = refusal ?? this.brokenRule(order)
    if (broken !== undefined) this.#end(order, 'REJECTED', broken)
    else {
      if (order.status !== 'CANCEL_PENDING' && order.status !== 'MODIFY_PENDING') order.status = 'ACTIVE'
      this.report(order)
      this.#enter(order)
    }
    this.#flush(order)
  }

  cancel(order: Order, text: string): void {
    if (hasEnded(order)) return
    this.#end(order, 'CANCELED', text)
    this.#flush(order)
  }

  /** The change takes effect, or is refused and leaves the order as it was. Only a smaller size keeps its place in the queue. */
  modify(order: Order, change: Modification): void {
    if (hasEnded(order)) return
    const refused = this.brokenChange(order, change) ?? this.#holdForChange(order, change)
    if (order.status === 'MODIFY_PENDING' && order.modification === change) order.status = 'ACTIVE'
    order.text = refused === undefined ? '' : `modify refused: ${refused}`
    if (refused === undefined) {
      const { markets, rules } = this.#parts
      const { book } = markets.get(order.instrument.id)
      const keepsPlace = rules.keepsPlace(order, change)
      if (!keepsPlace) book.remove(order, this.#parts.nanos())
      order.qty = rules.sizeAfter(order, change)
      order.price = change.newPrice
      if (change.newType === 'MARKET') order.type = 'MARKET'
      this.report(order)
      if (keepsPlace) book.resize(order, this.#parts.nanos())
      else this.#enter(order)
    } else this.report(order)
    this.#flush(order)
  }

  report(order: Order, fill?: Fill): void {
    order.updatedAt = this.#parts.nanos()
    this.#parts.events.emit('order', { order, fill })
  }

  #holdForChange(order: Order, change: Modification): string | undefined {
    const { ledger, rules } = this.#parts
    const { amount, fee } = rules.hold(order, change.newQty - order.executedQty, change.newPrice)
    return ledger.hold(order, amount, fee) ? undefined : 'insufficient balance'
  }

  #enter(order: Order): void {
    const { markets, rules } = this.#parts
    const { book } = markets.get(order.instrument.id)
    const first = book.firstAgainst(order.side)
    const wouldTake = first?.price !== undefined && rules.crosses(order.side, this.#limit(order), first.price)
    if (wouldTake && !rules.mayTake(order)) {
      this.#end(order, 'CANCELED', 'would have taken liquidity')
      return
    }
    const stopped = this.#match(order)
    if (hasEnded(order)) return
    if (stopped !== undefined) this.#end(order, 'CANCELED', stopped)
    else if (rules.mayRest(order)) book.add(order, this.#parts.nanos())
    else this.#end(order, 'CANCELED', 'not filled at once')
  }

  #limit(order: Order): Decimal {
    return order.type === 'LIMIT' && order.price !== undefined
      ? order.price
      : bandEdge(order.instrument, order.side, midPrice(this.#parts.markets.get(order.instrument.id).top()))
  }

  /** Trades until the order is done or nothing crosses; returns the words for stopping early. */
  #match(taker: Order): string | undefined {
    const { ledger, markets, rules } = this.#parts
    const { book } = markets.get(taker.instrument.id)
    const limit = this.#limit(taker)
    while (!hasEnded(taker)) {
      const maker = book.firstAgainst(taker.side)
      if (maker?.price === undefined || !rules.crosses(taker.side, limit, maker.price)) return undefined
      const selfTrade = rules.selfTrade(taker, maker)
      if (selfTrade === 'CANCEL_BOTH') this.#end(maker, 'CANCELED', 'self-trade prevention')
      if (selfTrade !== 'NONE') return 'self-trade prevention'
      const wanted = min(leaves(taker), leaves(maker))
      const price = rules.tradePrice(limit, maker.price)
      const qty = ledger.affordable(taker, price, wanted)
      if (qty === 0n) return 'insufficient balance'
      this.#trade(taker, maker, price, qty)
    }
    return undefined
  }

  #trade(taker: Order, maker: Order, price: Decimal, qty: Decimal): void {
    const { nextId, nanos, events, markets, traded } = this.#parts
    const matchId = nextId()
    const at = nanos()
    const { instrument } = taker
    const market = markets.get(instrument.id)
    market.lastTrade = { price, qty, at }
    market.updatedAt = at
    market.stats.add(price, qty, at)
    events.emit('trade', { instrument, matchId, price, qty, takerSide: taker.side, at })
    this.#fill(maker, 'MAKER', { matchId, price, qty, at })
    this.#fill(taker, 'TAKER', { matchId, price, qty, at })
    traded()
  }

  #fill(order: Order, liquidity: LiquidityFlag, match: Pick<Fill, 'matchId' | 'price' | 'qty' | 'at'>): void {
    const { fees, ledger, store, nanos, markets, rules } = this.#parts
    const feeRate = rules.feeRate(liquidity, fees)
    const notional = multiply(match.price, match.qty)
    const { id: orderId, clientId, instrument, side } = order
    const fill: Fill = {
      ...match,
      orderId,
      clientId,
      instrument,
      side,
      liquidity,
      feeRate,
      fee: rules.fee(notional, feeRate),
    }
    order.executedQty += match.qty
    order.executedNotional += notional
    ledger.settleFill(order, fill)
    store.addFill(fill)
    const { book } = markets.get(instrument.id)
    if (order.executedQty === order.qty) this.#end(order, 'FILLED', '', fill)
    else {
      book.resize(order, nanos())
      order.text = ''
      this.report(order, fill)
    }
  }

  #end(order: Order, status: OrderStatus, text: string, fill?: Fill): void {
    const { ledger, store, nanos, markets, clients } = this.#parts
    markets.get(order.instrument.id).book.remove(order, nanos())
    order.status = status
    order.text = text
    ledger.release(order)
    store.ended(order)
    this.report(order, fill)
    if (clients.isSimulated(order.clientId)) store.forget(order)
  }

  #flush(order: Order): void {
    const market = this.#parts.markets.get(order.instrument.id)
    const changes = market.book.takeChanges()
    if (changes === undefined) return
    market.updatedAt = this.#parts.nanos()
    this.#parts.events.emit('depth', changes)
  }
}
