import { verify } from 'node:crypto'
import { type Decimal, decimal, multiply } from '../exchange/decimal.ts'
import type { Preview, Side } from '../exchange/types.ts'
import type { Account } from './account.ts'
import type { CatalogueAsset } from './catalogue.ts'
import type { Bridge, OrderStatus, OrderTerms } from './order.ts'
import type { StampKey } from './stamp-key.ts'
import type { Swap } from './swap.ts'
import type { GatewayTransfer, TransferStatus } from './transfer.ts'

/** A Solana payload dies after about a minute, when its blockhash does (Gateway, 7.5). */
const PAYLOAD_LIFETIME_MS = 60_000
/** Not published; the ratio that a recorded quote shows. */
const SWAP_FEE_RATE = decimal('0.002')

/** What a term of an order does wrong. */
export interface BrokenTerm {
  readonly field: string
  readonly message: string
}

/** Every decision of the gateway that a client could tell was made wrongly; see `exchangeRules` for why they stand apart. */
export const gatewayRules = {
  /** Who asks when no good token says so: nobody (Gateway, 2: `bearerAuth`). */
  withoutToken: (_accounts: readonly Account[]): Account | undefined => undefined,

  /** Whether this is the user that an organization names in `TM-On-Behalf-Of` (Gateway, 8.1). */
  isUserOf: (account: Account, userId: string, organizationId: string): boolean =>
    account.userId === userId && account.organizationId === organizationId,

  /** Somebody else's order or transfer is as unknown as one that never was (Gateway, 2: 404). */
  isOwner: (owner: Account, caller: Account): boolean => owner === caller,

  /** An account stamps with one key: its API key, or the signer key of an organization's user (Gateway, 6.1). */
  isStampKey: (publicKey: string, key: StampKey): boolean => publicKey === key.compressed,

  /** ES256 in DER over the payload's text (Gateway, 6.1). */
  isStamped: (payload: string, key: StampKey, signature: Uint8Array): boolean =>
    verify('sha256', Buffer.from(payload, 'utf8'), { key: key.publicKey, dsaEncoding: 'der' }, signature),

  /** A prepared order is executed once; 409 otherwise (Gateway, 2 and 7.1). */
  maySubmit: (submitted: boolean): boolean => !submitted,

  /** A stale quote answers 422 with `quote_stale` (Gateway, 7.5). */
  isFresh: (ageMs: number): boolean => ageMs <= PAYLOAD_LIFETIME_MS,

  /** Market orders and DeFi orders are not canceled at the exchange: 400 (Gateway, 3). */
  isCancelable: ({ venue, type }: OrderTerms): boolean => venue === 'cefi' && type === 'limit',

  /** An order is canceled in `pending` or `active`; 400 otherwise (Gateway, 3 and 8.3). */
  mayCancel: (status: OrderStatus): boolean => status === 'pending' || status === 'active',

  /** The rules of the order types (Gateway, 7.4); prose there, so not in the schema. */
  brokenTerm: (
    { venue, type, side, qtyUnit, price }: OrderTerms,
    marketBuysInQuote: boolean,
  ): BrokenTerm | undefined => {
    if (type === 'limit') {
      if (price === undefined) return { field: 'price', message: 'is required for a limit order' }
      return qtyUnit === 'base' ? undefined : { field: 'qty_unit', message: 'must be base for a limit order' }
    }
    if (price !== undefined) return { field: 'price', message: 'is not accepted on a market order' }
    if (side === 'buy' && qtyUnit === 'base' && (venue === 'defi' || marketBuysInQuote))
      return { field: 'qty_unit', message: 'must be quote for a market buy' }
    if (side === 'sell' && qtyUnit === 'quote' && venue === 'defi')
      return { field: 'qty_unit', message: 'must be base for a DeFi sell' }
    return undefined
  },

  /** `buy` gives up the quote asset for the base asset, `sell` the reverse (Gateway, 4.2). */
  sideAtExchange: (side: OrderTerms['side']): Side => (side === 'buy' ? 'BUY' : 'SELL'),

  /** Whether an on-chain order can be paid: what is missing can be bridged, or nothing is (Gateway, 7.3). */
  isFunded: (missing: Decimal, bridged: boolean): boolean => missing <= 0n || bridged,

  /** The fee of a swap is taken in the quote asset (Gateway, 4.3: `QuoteDetails`; its rate is ours). */
  swapFee: (amount: Decimal): Decimal => multiply(amount, SWAP_FEE_RATE),

  /** What a settled swap takes from the wallet and brings into it (Gateway, 4.3: `qty`, `qty_out`). */
  settles: ({ payQty, getQty }: Swap): { readonly paid: Decimal; readonly got: Decimal } => ({
    paid: payQty,
    got: getQty,
  }),

  /** What a canceled on-chain order gives back of what it held: all of it (ours). */
  released: ({ payQty }: Swap): Decimal => payQty,

  /** What a bridge takes from the wallet, and brings to the exchange (Gateway, 7.3). */
  bridged: ({ amount }: Bridge): Decimal => amount,

  /** A transfer is executed only in `awaiting_signature`; 409 otherwise (Gateway, 3). */
  awaitsStamps: (status: TransferStatus): boolean => status === 'awaiting_signature',

  /** What a completed transfer takes from the wallet (Gateway, 7.6). */
  sends: ({ tokens }: GatewayTransfer): Decimal => tokens,

  /** Whether a row comes after the cursor (Gateway, 3 and 8.8). */
  isAfter: (at: number, cursor: number, order: 'newest-first' | 'oldest-first'): boolean =>
    order === 'newest-first' ? at < cursor : at > cursor,

  /** The rows of one page (Gateway, 3: `limit`). */
  pageOf: <Row>(rows: readonly Row[], limit: number): readonly Row[] => rows.slice(0, limit),

  /** The filter of order lists: comma-separated statuses (Gateway, 3). */
  hasStatus: (status: OrderStatus, wanted: readonly string[]): boolean => wanted.includes(status),

  /** The filter of the catalogue (Gateway, 3). */
  isAtVenue: ({ venue }: CatalogueAsset, wanted: string): boolean => venue === wanted,

  /** Stocks are listed only when they are asked for (Gateway, 8.6). */
  isOfClass: ({ assetClass }: CatalogueAsset, wanted: readonly string[]): boolean => wanted.includes(assetClass),

  /** The expected output of a quote: base on a buy, quote on a sell (Gateway, 4.3: `QuoteResponse`). */
  quotedQty: (side: OrderTerms['side'], { qty, notional }: Preview): Decimal => (side === 'buy' ? qty : notional),

  /** What a portfolio is worth: its cash and what is invested (Gateway, 8.7). */
  worth: (cash: Decimal, invested: Decimal): Decimal => cash + invested,

  /** What is free of a holding: the total less what is held (Gateway, 4.3: `BalanceItem`). */
  freeOf: (total: Decimal, held: Decimal): Decimal => total - held,

  /** The feed hides orders that were never executed (Gateway, 8.7). */
  isInFeed: (status: OrderStatus): boolean => status !== 'initialized',
}

export type GatewayRules = typeof gatewayRules
