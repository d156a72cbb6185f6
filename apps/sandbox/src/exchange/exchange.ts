import type { Decimal } from './decimal.ts'
import type { ExchangeEmitter } from './events.ts'
import type { ExchangeRules } from './rules.ts'
import type {
  Asset,
  BookView,
  Client,
  ClientBalance,
  Fill,
  Instrument,
  InstrumentStats,
  InstrumentStatus,
  ModifyOrder,
  Nanos,
  NewTransfer,
  Order,
  OrderRef,
  PlaceOrder,
  Preview,
  PreviewRequest,
  TopOfBook,
  Transfer,
} from './types.ts'

export interface NewClient {
  readonly id: string
  readonly organizationId: string
  readonly mnemonic: string
  /** A trader that the sandbox runs itself: no limit on open orders, no history, and `placeNow` instead of delays. */
  readonly simulated?: boolean
}

/** What is refused at once when it breaks a rule of the market, in place of being taken and turned down later. */
export interface RefusesAtOnce {
  /** An order, which else ends `REJECTED` (R25). */
  readonly orders: boolean
  /** A modification, which else leaves the order as it was (R30). */
  readonly modifications: boolean
}

/** Runs a task once after a delay, until whoever gave it to the exchange has closed it. */
export type Schedule = (delayMs: number, task: () => void) => void

export interface ExchangeOptions {
  /** Time in Unix milliseconds, from the clock that the sandbox lets a test set. */
  readonly now: () => number
  readonly schedule: Schedule
  /** The same for what the custodian does, settlements and transfers, which may be held back. Default: `schedule`. */
  readonly confirm?: Schedule | undefined
  /** Numbers in [0, 1) that decide the gaps between ids. */
  readonly random: () => number
  /** Time between a request and its effect on the book. Default 3. */
  readonly latencyMs?: number | undefined
  /** Time until a transfer moves to its next state. Default 50. */
  readonly transferDelayMs?: number | undefined
  /** Time until trades and fees are settled. Default 1000. */
  readonly settlementDelayMs?: number | undefined
  /** Default: all sound. */
  readonly rules?: ExchangeRules | undefined
  /** Default: neither. */
  readonly refusesAtOnce?: RefusesAtOnce | undefined
}

/**
 * The exchange behind both APIs: one book for each instrument, accounts with holds, orders that come to life a moment after
 * they are entered. Every amount is a `Decimal` (bigint scaled by 10^18). Methods that take a request throw `Refusal`.
 *
 *   place → INITIALIZED → NEW_PENDING → ACTIVE → FILLED | CANCELED
 *                                     → REJECTED | FILLED | CANCELED
 *   cancel → CANCEL_PENDING → CANCELED | FILLED          modify → MODIFY_PENDING → ACTIVE | FILLED | CANCELED
 */
export interface Exchange {
  readonly events: ExchangeEmitter
  /** What the health operation reports; it changes nothing else. */
  health: 'healthy' | 'degraded'
  /** Nanoseconds of the exchange's clock, never twice the same. */
  readonly nanos: () => Nanos

  readonly assets: readonly Asset[]
  readonly instruments: readonly Instrument[]
  findAsset(key: { id: string } | { name: string }): Asset | undefined
  findInstrument(key: { id: string } | { symbol: string }): Instrument | undefined
  setInstrumentStatus(instrumentId: string, status: InstrumentStatus): void
  instrumentStats(instrumentId: string): InstrumentStats

  addClient(client: NewClient): Client
  findClient(clientId: string): Client | undefined
  /** Money that arrives from outside (or leaves, when negative), at once and without a transfer. */
  credit(clientId: string, assetId: string, amount: Decimal): void
  /** Fees settled so far. With them, the total of every asset never changes by trading. */
  readonly collectedFees: Decimal
  balances(clientId: string): ClientBalance

  /** Enters an order: reserves what it needs and returns it as `INITIALIZED`. */
  place(request: PlaceOrder): Order
  /** Enters and matches at once: for simulated traders. */
  placeNow(request: PlaceOrder): Order
  modify(request: ModifyOrder): Order
  /** Begins a cancel. An order that has already ended is returned as it is. */
  cancel(clientIds: readonly string[], ref: OrderRef): Order
  /** One order of these clients, for 28 days; `undefined` when unknown or aged out. */
  findOrder(clientIds: readonly string[], ref: OrderRef): Order | undefined
  /** Open orders, newest first. */
  activeOrders(clientIds: readonly string[]): readonly Order[]
  /** Orders entered within the last 24 hours, newest first. */
  recentOrders(clientIds: readonly string[]): readonly Order[]
  /** Fills of the last 24 hours, newest first. */
  recentFills(clientIds: readonly string[]): readonly Fill[]
  /** Every fill of one order, oldest first. */
  fillsOf(orderId: string): readonly Fill[]

  top(instrumentId: string): TopOfBook
  book(instrumentId: string): BookView
  /** What a size would cost against the visible book; nothing is reserved. */
  preview(request: PreviewRequest): Preview

  transfer(request: NewTransfer): Transfer
  activeTransfers(clientIds: readonly string[]): readonly Transfer[]
  /** Transfers begun within the last 24 hours, newest first. */
  recentTransfers(clientIds: readonly string[]): readonly Transfer[]

  /** Drops every listener; the state stays readable. */
  close(): void
}
