import type { Decimal } from './decimal.ts'

/** Unix nanoseconds. */
export type Nanos = bigint

export type Side = 'BUY' | 'SELL'
export type OrderType = 'LIMIT' | 'MARKET'
export type TimeInForce = 'GTC' | 'IOC'
export type SelfTradePrevention = 'NONE' | 'CANCEL_AGGRESSIVE' | 'CANCEL_BOTH'
export type LiquidityFlag = 'TAKER' | 'MAKER'

export type OrderStatus =
  | 'INITIALIZED'
  | 'NEW_PENDING'
  | 'REJECTED'
  | 'ACTIVE'
  | 'FILLED'
  | 'CANCEL_PENDING'
  | 'CANCELED'
  | 'MODIFY_PENDING'

export type InstrumentStatus = 'DISABLED' | 'OPENING' | 'ACTIVE' | 'HALTED'

export interface Asset {
  readonly id: string
  readonly name: string
}

/** Trading rules of one pair. Tick, increment, minimum and band of BTC-PYUSD as seen live; the others are ours. */
export interface Instrument {
  readonly id: string
  readonly symbol: string
  readonly base: Asset
  readonly quote: Asset
  readonly referencePrice: Decimal
  readonly tick: Decimal
  readonly increment: Decimal
  readonly minNotional: Decimal
  /** A fraction, in spite of the name of the wire member. */
  readonly priceBand: Decimal
  readonly priceLimit: Decimal
  readonly priceLimitWindowSeconds: number
  status: InstrumentStatus
}

export interface Client {
  readonly id: string
  readonly organizationId: string
  status: 'INITIALIZED' | 'ACTIVE' | 'DISABLED'
  /** Open attributes; `mnemonic` is the one that is known. */
  info: Record<string, unknown>
}

/** What a client asks for. Text is already read into decimals; rules of the instrument are not yet checked. */
export interface PlaceOrder {
  readonly clientId: string
  readonly instrumentId: string
  readonly side: Side
  readonly type: OrderType
  readonly qty: Decimal
  /** Required with `LIMIT`; ignored with `MARKET`. */
  readonly price?: Decimal | undefined
  /** Default `GTC`; a `MARKET` order never rests, whatever it says. */
  readonly tif?: TimeInForce | undefined
  readonly externalId?: string | undefined
  /** `ALO`: the order may only add liquidity. */
  readonly execInstFlags?: readonly string[] | undefined
  readonly flags?: readonly string[] | undefined
  /** Default `NONE`. */
  readonly stp?: SelfTradePrevention | undefined
}

/** How an order is named: by the exchange's id or by the id its client gave it. */
export interface OrderRef {
  readonly by: 'exchange' | 'client'
  readonly id: string
}

export interface ModifyOrder {
  readonly clientId: string
  readonly orderId: string
  readonly newQty: Decimal
  readonly newPrice: Decimal
  readonly newType?: 'MARKET' | undefined
  readonly externalId?: string | undefined
}

export interface Modification {
  readonly newQty: Decimal
  readonly newPrice: Decimal
  readonly newType: 'MARKET' | undefined
  readonly externalId: string
  readonly msgId: string
  readonly prevModify: string | undefined
}

/** An order as held. Readers outside `src/exchange` treat it as read-only. */
export interface Order {
  readonly id: string
  readonly clientId: string
  readonly instrument: Instrument
  readonly side: Side
  readonly externalId: string
  readonly execInstFlags: readonly string[]
  readonly flags: readonly string[]
  readonly stp: SelfTradePrevention
  readonly tif: TimeInForce
  readonly feeRate: Decimal
  readonly createdAt: Nanos
  type: OrderType
  status: OrderStatus
  qty: Decimal
  price: Decimal | undefined
  executedQty: Decimal
  executedNotional: Decimal
  /** What is still reserved for this order: quote notional for a buy, base quantity for a sell. */
  hold: Decimal
  feeHold: Decimal
  msgId: string
  modification: Modification | undefined
  updatedAt: Nanos
  /** Why the order ended, or why its last change was refused; empty when nothing needs saying. */
  text: string
}

export interface Fill {
  readonly matchId: string
  readonly orderId: string
  readonly clientId: string
  readonly instrument: Instrument
  readonly side: Side
  readonly price: Decimal
  readonly qty: Decimal
  readonly fee: Decimal
  readonly feeRate: Decimal
  readonly liquidity: LiquidityFlag
  readonly at: Nanos
}

export interface AssetBalance {
  readonly asset: Asset
  readonly balance: Decimal
  readonly unsettled: Decimal
  readonly orderHold: Decimal
  readonly transferHold: Decimal
  /** What a new order or transfer may use: balance less holds, and less the fees held or owed for the fee asset. */
  readonly available: Decimal
}

export interface ClientBalance {
  readonly clientId: string
  readonly unsettledFees: Decimal
  readonly feesHold: Decimal
  readonly balances: readonly AssetBalance[]
}

export interface Level {
  readonly price: Decimal
  /** Zero when the level has gone. */
  readonly qty: Decimal
  readonly orderCount: number
  readonly updatedAt: Nanos
}

export interface BookView {
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export interface LastTrade {
  readonly price: Decimal
  readonly qty: Decimal
  readonly at: Nanos
}

export interface TopOfBook {
  readonly instrument: Instrument
  readonly bestBid: Level | undefined
  readonly bestAsk: Level | undefined
  readonly lastTrade: LastTrade | undefined
  readonly updatedAt: Nanos
}

export interface PreviewRequest {
  readonly instrumentId: string
  readonly side: Side
  readonly qty: Decimal
  readonly unit: 'BASE' | 'QUOTE'
  /** Whether the part that the book can fill is an answer, where it cannot fill all. Default false: that is refused. */
  readonly acceptsPart?: boolean | undefined
}

export interface Preview {
  /** Base quantity that the visible book gives. */
  readonly qty: Decimal
  /** Volume-weighted price over the levels used. */
  readonly price: Decimal
  readonly notional: Decimal
  /** Part of the requested quote amount left over; zero for `BASE`. */
  readonly residual: Decimal
}

export type TransferStatus = 'INITIALIZED' | 'PENDING' | 'COMPLETED' | 'FAILED' | 'REJECTED'

export interface NewTransfer {
  readonly clientId: string
  readonly assetId: string
  readonly amount: Decimal
  readonly type: 'DEPOSIT' | 'WITHDRAW'
  readonly platform: string
  readonly instructions?: Readonly<Record<string, unknown>> | undefined
}

export interface Transfer {
  readonly id: string
  readonly request: NewTransfer
  readonly createdAt: Nanos
  status: TransferStatus
  updatedAt: Nanos
}

export interface InstrumentStats {
  readonly notional24h: Decimal
  readonly quantity24h: Decimal
}
