import type { Decimal } from '../exchange/decimal.ts'

interface Holding {
  total: Decimal
  held: Decimal
}

/** What one account has on chain, by catalogue asset id. Nothing goes below zero. */
export class Wallet {
  readonly #holdings = new Map<string, Holding>()

  available(assetId: string): Decimal {
    const { total, held } = this.#holding(assetId)
    return total - held
  }

  credit(assetId: string, amount: Decimal): void {
    this.#holding(assetId).total += amount
  }

  /** Sets an amount aside; false, and nothing happens, when there is too little. */
  hold(assetId: string, amount: Decimal): boolean {
    const holding = this.#holding(assetId)
    if (holding.total - holding.held < amount) return false
    holding.held += amount
    return true
  }

  release(assetId: string, amount: Decimal): void {
    this.#holding(assetId).held -= amount
  }

  entries(): readonly { readonly assetId: string; readonly total: Decimal; readonly held: Decimal }[] {
    return [...this.#holdings].map(([assetId, { total, held }]) => ({ assetId, total, held }))
  }

  #holding(assetId: string): Holding {
    const known = this.#holdings.get(assetId)
    if (known !== undefined) return known
    const fresh = { total: 0n, held: 0n }
    this.#holdings.set(assetId, fresh)
    return fresh
  }
}
