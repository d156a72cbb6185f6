import type { Decimal } from './decimal.ts'
import type { Asset, AssetBalance, ClientBalance } from './types.ts'

interface Holding {
  readonly asset: Asset
  balance: Decimal
  unsettled: Decimal
  orderHold: Decimal
  transferHold: Decimal
}

/**
 * Money of one client. `balance` moves with each fill; `unsettled` and `unsettledFees` say how much of that the custodian
 * has not seen yet. Fees are owed until they are settled, and nothing owed or held can be used twice.
 */
export class Account {
  readonly clientId: string
  readonly #feeAsset: Asset
  readonly #holdings = new Map<string, Holding>()
  #unsettledFees: Decimal = 0n
  #feesHold: Decimal = 0n

  constructor(clientId: string, feeAsset: Asset) {
    this.clientId = clientId
    this.#feeAsset = feeAsset
  }

  available(asset: Asset): Decimal {
    const held = this.#holding(asset)
    const free = held.balance - held.orderHold - held.transferHold
    return asset.id === this.#feeAsset.id ? free - this.#feesHold - this.#unsettledFees : free
  }

  credit(asset: Asset, amount: Decimal): void {
    this.#holding(asset).balance += amount
  }

  /** Changes what orders hold; amounts may be negative. */
  holdForOrder(asset: Asset, amount: Decimal, fee: Decimal): void {
    this.#holding(asset).orderHold += amount
    this.#feesHold += fee
  }

  holdForTransfer(asset: Asset, amount: Decimal): void {
    this.#holding(asset).transferHold += amount
  }

  /** One leg of a trade: the custodian learns of it later. */
  trade(asset: Asset, amount: Decimal): void {
    const held = this.#holding(asset)
    held.balance += amount
    held.unsettled += amount
  }

  oweFee(fee: Decimal): void {
    this.#unsettledFees += fee
  }

  /** What a withdrawal may take: nothing that the custodian has not received yet. */
  withdrawable(asset: Asset): Decimal {
    const { unsettled } = this.#holding(asset)
    return unsettled > 0n ? this.available(asset) - unsettled : this.available(asset)
  }

  /** Pays the fees that are owed and clears what was unsettled; returns the fees paid. */
  settle(): Decimal {
    const paid = this.#unsettledFees
    this.#holding(this.#feeAsset).balance -= paid
    this.#unsettledFees = 0n
    for (const held of this.#holdings.values()) held.unsettled = 0n
    return paid
  }

  view(): ClientBalance {
    const balances = [...this.#holdings.values()].map(
      ({ asset, balance, unsettled, orderHold, transferHold }): AssetBalance => ({
        asset,
        balance,
        unsettled,
        orderHold,
        transferHold,
        available: this.available(asset),
      }),
    )
    return { clientId: this.clientId, unsettledFees: this.#unsettledFees, feesHold: this.#feesHold, balances }
  }

  #holding(asset: Asset): Holding {
    const known = this.#holdings.get(asset.id)
    if (known !== undefined) return known
    const fresh: Holding = { asset, balance: 0n, unsettled: 0n, orderHold: 0n, transferHold: 0n }
    this.#holdings.set(asset.id, fresh)
    return fresh
  }
}
