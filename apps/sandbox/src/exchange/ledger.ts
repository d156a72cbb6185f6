import { Account } from './account.ts'
import { type Decimal, min, multiply, ONE } from './decimal.ts'
import { leaves } from './order.ts'
import { Refusal } from './refusal.ts'
import type { ExchangeRules, Hold } from './rules.ts'
import type { Asset, Fill, Order } from './types.ts'

/** Every account, and the rules by which orders hold and trades move money. */
export class Ledger {
  readonly #feeAsset: Asset
  readonly #rules: ExchangeRules
  readonly #accounts = new Map<string, Account>()
  #collectedFees: Decimal = 0n

  constructor(feeAsset: Asset, rules: ExchangeRules) {
    this.#feeAsset = feeAsset
    this.#rules = rules
  }

  open(clientId: string): Account {
    const account = new Account(clientId, this.#feeAsset)
    this.#accounts.set(clientId, account)
    return account
  }

  account(clientId: string): Account {
    const account = this.#accounts.get(clientId)
    if (account === undefined) throw new Refusal('unknown', `There is no client ${clientId}.`)
    return account
  }

  /** Fees settled so far: with them, the total of every asset over all accounts never changes by trading. */
  get collectedFees(): Decimal {
    return this.#collectedFees
  }

  /** Makes the order hold exactly this much; does nothing and returns false when the account cannot cover it. */
  hold(order: Order, amount: Decimal, fee: Decimal): boolean {
    const account = this.account(order.clientId)
    const more = amount - order.hold
    const moreFee = fee - order.feeHold
    const needed = heldAsset(order).id === this.#feeAsset.id ? more + moreFee : more
    if (!this.#rules.covers(account.available(heldAsset(order)), needed)) return false
    account.holdForOrder(heldAsset(order), more, moreFee)
    order.hold = amount
    order.feeHold = fee
    return true
  }

  release(order: Order): void {
    const { amount, fee } = this.#rules.holdAtEnd(order)
    this.hold(order, amount, fee)
  }

  /** How much of `wanted` the buyer can pay for at this price, fee included. Sellers hold what they sell. */
  affordable(order: Order, price: Decimal, wanted: Decimal): Decimal {
    if (order.side === 'SELL') return wanted
    const funds = order.hold + order.feeHold + this.account(order.clientId).available(order.instrument.quote)
    const unit = multiply(price, ONE + order.feeRate)
    return min(wanted, this.#rules.affordable(funds, unit, order.instrument.increment))
  }

  /** Moves the money of one side of a trade. The order already counts the fill as executed. */
  settleFill(order: Order, fill: Fill): void {
    const account = this.account(order.clientId)
    const { base, quote } = order.instrument
    const notional = multiply(fill.price, fill.qty)
    this.#shrinkHold(order)
    account.trade(base, order.side === 'BUY' ? fill.qty : -fill.qty)
    account.trade(quote, order.side === 'BUY' ? -notional : notional)
    account.oweFee(fill.fee)
  }

  settleAll(): void {
    for (const account of this.#accounts.values()) this.#collectedFees += account.settle()
  }

  // A shrinking hold needs no cover, so it is taken off before the trade is booked. An order without a price gives back all that it
  // holds at once: it trades to its end within one step, in which nobody else can take the money.
  #shrinkHold(order: Order): void {
    const { amount, fee } = this.#rules.hold(order, order.qty - order.executedQty, order.price)
    this.account(order.clientId).holdForOrder(heldAsset(order), amount - order.hold, fee - order.feeHold)
    order.hold = amount
    order.feeHold = fee
  }
}

/** What a market buy must hold: the cost of the levels it would take now. */
export function marketHold(order: Order, levels: readonly { readonly price: Decimal; readonly qty: Decimal }[]): Hold {
  let open = leaves(order)
  if (order.side === 'SELL') return { amount: open, fee: 0n }
  let amount = 0n
  for (const level of levels) {
    const qty = min(level.qty, open)
    amount += multiply(level.price, qty)
    open -= qty
    if (open === 0n) break
  }
  return { amount, fee: multiply(amount, order.feeRate) }
}

function heldAsset(order: Order): Asset {
  return order.side === 'BUY' ? order.instrument.quote : order.instrument.base
}
