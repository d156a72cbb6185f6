import { divide, ONE } from '../exchange/decimal.ts'
import { ApiError, invalidField } from '../server/api-error.ts'
import type { Account } from './account.ts'
import { belowMinimum, readAmount, toTokenPrecision } from './amounts.ts'
import { type CatalogueAsset, findAsset } from './catalogue.ts'
import { newPayload } from './new-payload.ts'
import { CHAIN_DELAY_MS, type GatewayParts } from './parts.ts'
import { currentUsdPrice } from './prices.ts'
import { availableAtExchange } from './settlement.ts'
import { type StampsBody, verifyStamps } from './stamps.ts'
import { type GatewayTransfer, transferStatus } from './transfer.ts'

/** Body of `createTransfer`, as the contract check leaves it. */
export interface TransferBody {
  readonly asset_id: string
  readonly qty: string
  readonly qty_unit: 'base' | 'quote'
  readonly to: string
  readonly network?: string
}

const SOLANA_ADDRESS = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/
const EVM_ADDRESS = /^0x[0-9a-fA-F]{40}$/

/**
 * Transfers out. On chain: awaiting_signature → execute → pending → completed | failed.
 * From the exchange: pending at once, then as the exchange goes.
 */
export class TransferDesk {
  readonly #parts: GatewayParts
  readonly #transfers: GatewayTransfer[] = []

  constructor(parts: GatewayParts) {
    this.#parts = parts
    // A withdrawal changes at the exchange; the gateway's record is dated by the same event.
    parts.exchange.events.on('transfer', ({ transfer }) => {
      const record = this.#transfers.find(({ exchangeTransfer }) => exchangeTransfer?.id === transfer.id)
      if (record === undefined) return
      if (transfer.status === 'COMPLETED') record.txHash = this.#transactionHash()
      this.#touch(record)
    })
  }

  create(account: Account, body: TransferBody): GatewayTransfer {
    const asset = findAsset(body.asset_id)
    if (asset === undefined) throw invalidField('asset_id', 'is not an asset of the catalogue')
    const qty = readAmount('qty', body.qty)
    const price = body.qty_unit === 'base' ? ONE : currentUsdPrice(this.#parts.exchange, asset)
    // The contract has no 503 here, as it has for an order.
    if (price === undefined) throw invalidField('qty_unit', 'must be base for an asset that has no price')
    const tokens = toTokenPrecision(divide(qty, price), asset.decimals)
    if (tokens === 0n) throw belowMinimum()
    const network = asset.venue === 'cefi' ? this.#network(asset, body.network) : null
    checkAddress(body.to, asset.chain ?? network)
    const at = this.#parts.instants.next()
    const transfer: GatewayTransfer = {
      id: this.#parts.ids.uuid(),
      account,
      asset,
      to: body.to,
      network,
      qty,
      qtyUnit: body.qty_unit,
      tokens,
      fee: 0n,
      createdAt: at,
      updatedAt: at,
      payloads: [],
      ownStatus: 'awaiting_signature',
      exchangeTransfer: undefined,
      txHash: '',
    }
    if (asset.venue === 'cefi') this.#withdraw(transfer)
    else this.#prepare(transfer)
    this.#transfers.push(transfer)
    return transfer
  }

  /** Takes the stamps of a prepared transfer and sends it. */
  execute(account: Account, transferId: string, body: StampsBody): GatewayTransfer {
    const transfer = this.get(account, transferId)
    const { rules } = this.#parts
    if (!rules.awaitsStamps(transferStatus(transfer))) {
      throw new ApiError(409, 'The transfer does not await a signature.')
    }
    verifyStamps(this.#parts, account.stampKey, transfer.payloads, body)
    const { asset, tokens } = transfer
    transfer.payloads = []
    transfer.ownStatus = account.wallet.hold(asset.id, tokens) ? 'pending' : 'failed'
    this.#touch(transfer)
    if (transfer.ownStatus === 'pending') {
      this.#parts.scheduler.confirm(CHAIN_DELAY_MS, () => {
        account.wallet.release(asset.id, tokens)
        account.wallet.credit(asset.id, -rules.sends(transfer))
        transfer.txHash = this.#transactionHash()
        transfer.ownStatus = 'completed'
        this.#touch(transfer)
      })
    }
    return transfer
  }

  /** One transfer of this account; somebody else's is as unknown as one that never was. */
  get(account: Account, transferId: string): GatewayTransfer {
    const transfer = this.#transfers.find(({ id }) => id === transferId)
    if (transfer === undefined || !this.#parts.rules.isOwner(transfer.account, account))
      throw new ApiError(404, 'There is no such transfer.')
    return transfer
  }

  /** Newest first. */
  list(account: Account): readonly GatewayTransfer[] {
    return this.#transfers.filter((transfer) => transfer.account === account).toReversed()
  }

  #prepare(transfer: GatewayTransfer): void {
    const { account, asset, tokens } = transfer
    if (account.wallet.available(asset.id) < tokens) throw invalidField('qty', 'is more than the wallet holds')
    const step = { step: 'transfer', transfer: transfer.id, asset: asset.id, qty: tokens.toString() }
    transfer.payloads = [newPayload(this.#parts, step)]
  }

  #withdraw(transfer: GatewayTransfer): void {
    const { account, asset, network, to, tokens } = transfer
    const { exchange } = this.#parts
    const held = exchange.findAsset({ name: asset.symbol })
    if (account.clientId === undefined || held === undefined) {
      throw invalidField('asset_id', 'is held on CeFi, which this account is not onboarded to')
    }
    if (availableAtExchange(exchange, account.clientId, held) < tokens) {
      throw invalidField('qty', 'is more than the account holds')
    }
    transfer.exchangeTransfer = exchange.transfer({
      clientId: account.clientId,
      assetId: held.id,
      amount: tokens,
      type: 'WITHDRAW',
      platform: 'CRYPTO',
      instructions: { to, network },
    })
  }

  /** The network to withdraw on: a network of the asset, or one that reaches the same address. */
  #network(asset: CatalogueAsset, wanted: string | undefined): string {
    const [first] = asset.networks
    if (first === undefined) throw new TypeError(`${asset.symbol} has no network in the catalogue.`)
    if (wanted === undefined) {
      const required = this.#parts.answers.get('G17', 'optional') === 'required-when-several'
      if (required && asset.networks.length > 1) throw invalidField('network', 'is required for this asset')
      return first.network
    }
    const known = asset.networks.some(
      ({ network, compatible_networks: compatible }) => network === wanted || compatible.includes(wanted),
    )
    if (!known) throw invalidField('network', 'is not a network of this asset')
    return wanted
  }

  #transactionHash(): string {
    return `sandbox-${this.#parts.ids.uuid()}`
  }

  #touch(transfer: GatewayTransfer): void {
    transfer.updatedAt = this.#parts.instants.next()
  }
}

/** The address forms that clients check before sending; Bitcoin addresses are taken as they come. */
function checkAddress(to: string, network: string | null): void {
  if (network === 'bitcoin') return
  if (!(network === 'solana' ? SOLANA_ADDRESS : EVM_ADDRESS).test(to)) {
    throw invalidField('to', `is not an address on ${network ?? 'this network'}`)
  }
}
