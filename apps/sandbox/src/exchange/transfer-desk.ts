import type { Account } from './account.ts'
import type { ExchangeEmitter } from './events.ts'
import type { Ledger } from './ledger.ts'
import { findAsset } from './listing.ts'
import { Refusal } from './refusal.ts'
import type { ExchangeRules } from './rules.ts'
import type { Asset, Nanos, NewTransfer, Transfer, TransferStatus } from './types.ts'

export interface TransferDeskOptions {
  readonly nanos: () => Nanos
  readonly nextId: () => string
  /** Runs a task when the time has come for the next state. */
  readonly later: (task: () => void) => void
  readonly ledger: Ledger
  readonly events: ExchangeEmitter
  readonly rules: ExchangeRules
}

/**
 * Deposits and withdrawals: INITIALIZED → PENDING → COMPLETED, each state after a delay. A withdrawal holds its amount from
 * the start; one that is not covered ends REJECTED.
 */
export class TransferDesk {
  readonly #options: TransferDeskOptions
  readonly #transfers: Transfer[] = []

  constructor(options: TransferDeskOptions) {
    this.#options = options
  }

  begin(request: NewTransfer): Transfer {
    const { nanos, nextId, ledger } = this.#options
    if (request.amount <= 0n) throw new Refusal('invalid', 'amount must be above zero.')
    const owner = ledger.account(request.clientId)
    const what = findAsset(request.assetId)
    const at = nanos()
    const transfer: Transfer = { id: nextId(), request, createdAt: at, updatedAt: at, status: 'INITIALIZED' }
    this.#transfers.push(transfer)
    this.#report(transfer)
    if (request.type === 'DEPOSIT') this.#run(transfer, owner, what)
    else this.#withdraw(transfer, owner, what)
    return transfer
  }

  active(clientIds: readonly string[]): Transfer[] {
    return this.#own(clientIds).filter(({ status }) => status === 'INITIALIZED' || status === 'PENDING')
  }

  recent(clientIds: readonly string[]): Transfer[] {
    const { nanos, rules } = this.#options
    const now = nanos()
    return this.#own(clientIds).filter((transfer) => rules.isListed(transfer.createdAt, now))
  }

  #own(clientIds: readonly string[]): Transfer[] {
    return this.#transfers.filter((transfer) => clientIds.includes(transfer.request.clientId)).toReversed()
  }

  #withdraw(transfer: Transfer, owner: Account, asset: Asset): void {
    const { amount } = transfer.request
    if (!this.#options.rules.covers(owner.withdrawable(asset), amount)) {
      this.#options.later(() => this.#move(transfer, 'REJECTED'))
      return
    }
    owner.holdForTransfer(asset, amount)
    this.#run(transfer, owner, asset)
  }

  #run(transfer: Transfer, owner: Account, asset: Asset): void {
    this.#options.later(() => {
      this.#move(transfer, 'PENDING')
      this.#options.later(() => {
        if (transfer.request.type === 'WITHDRAW') owner.holdForTransfer(asset, -transfer.request.amount)
        owner.credit(asset, this.#options.rules.movedBy(transfer))
        this.#move(transfer, 'COMPLETED')
      })
    })
  }

  #move(transfer: Transfer, status: TransferStatus): void {
    transfer.status = status
    transfer.updatedAt = this.#options.nanos()
    this.#report(transfer)
  }

  #report(transfer: Transfer): void {
    this.#options.events.emit('transfer', { transfer })
  }
}
