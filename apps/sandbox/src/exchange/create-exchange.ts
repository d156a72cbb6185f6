import { Clients } from './clients.ts'
import { type Decimal, decimal } from './decimal.ts'
import { Engine } from './engine.ts'
import { ExchangeEmitter } from './events.ts'
import type { Exchange, ExchangeOptions, NewClient } from './exchange.ts'
import { createIds } from './ids.ts'
import { Ledger } from './ledger.ts'
import { ASSETS, FEE_ASSET, findAsset } from './listing.ts'
import { Markets } from './markets.ts'
import { createNanos } from './nanos.ts'
import { OrderDesk } from './order-desk.ts'
import { OrderStore } from './order-store.ts'
import { preview } from './preview.ts'
import { Refusal } from './refusal.ts'
import { type ExchangeRules, exchangeRules } from './rules.ts'
import { TransferDesk } from './transfer-desk.ts'
import type * as T from './types.ts'

/** Not published: ours, chosen so that both are visible and differ. */
const FEES = { maker: decimal('0.0005'), taker: decimal('0.001') }

export function createExchange(options: ExchangeOptions): Exchange {
  return new LocalExchange(options)
}

/** Puts the parts together; each method hands on to the part that knows. */
class LocalExchange implements Exchange {
  readonly events = new ExchangeEmitter()
  readonly assets = ASSETS
  readonly instruments: readonly T.Instrument[]
  readonly nanos: () => T.Nanos
  health: Exchange['health'] = 'healthy'

  readonly #clients = new Clients()
  readonly #rules: ExchangeRules
  readonly #ledger: Ledger
  readonly #markets: Markets
  readonly #store: OrderStore
  readonly #desk: OrderDesk
  readonly #transfers: TransferDesk

  constructor({
    now,
    schedule,
    confirm = schedule,
    random,
    latencyMs = 3,
    transferDelayMs = 50,
    settlementDelayMs = 1000,
    rules = exchangeRules,
    refusesAtOnce = { orders: false, modifications: false },
  }: ExchangeOptions) {
    const nanos = createNanos(now)
    const nextId = createIds(random)
    const ledger = new Ledger(FEE_ASSET, rules)
    const clients = this.#clients
    const { events } = this
    const markets = new Markets(rules, nanos())
    const store = new OrderStore(nanos, rules)
    // One settlement for all trades of an interval.
    let isSettling = false
    const traded = () => {
      if (isSettling) return
      isSettling = true
      confirm(settlementDelayMs, () => {
        isSettling = false
        ledger.settleAll()
      })
    }
    const engine = new Engine({ nanos, nextId, markets, ledger, store, clients, events, fees: FEES, rules, traded })
    const hop = (task: () => void) => schedule(latencyMs / 2, task)
    this.nanos = nanos
    this.#rules = rules
    this.#ledger = ledger
    this.instruments = markets.instruments
    this.#markets = markets
    this.#store = store
    this.#desk = new OrderDesk({
      nanos,
      nextId,
      engine,
      store,
      clients,
      markets,
      fees: FEES,
      rules,
      hop,
      refusesAtOnce,
    })
    this.#transfers = new TransferDesk({
      nanos,
      nextId,
      later: (task) => confirm(transferDelayMs, task),
      ledger,
      events,
      rules,
    })
  }

  findAsset(key: { id: string } | { name: string }): T.Asset | undefined {
    return ASSETS.find('id' in key ? ({ id }) => id === key.id : ({ name }) => name === key.name)
  }

  findInstrument(key: { id: string } | { symbol: string }): T.Instrument | undefined {
    return this.instruments.find('id' in key ? ({ id }) => id === key.id : ({ symbol }) => symbol === key.symbol)
  }

  setInstrumentStatus(instrumentId: string, status: T.InstrumentStatus): void {
    const { instrument } = this.#markets.get(instrumentId)
    instrument.status = status
    this.events.emit('instrument', { instrument })
  }

  instrumentStats(instrumentId: string): T.InstrumentStats {
    return this.#markets.get(instrumentId).stats.read(this.nanos())
  }

  addClient(client: NewClient): T.Client {
    this.#ledger.open(client.id)
    return this.#clients.add(client)
  }

  findClient(clientId: string): T.Client | undefined {
    return this.#clients.find(clientId)
  }

  credit(clientId: string, assetId: string, amount: Decimal): void {
    const account = this.#ledger.account(clientId)
    const asset = findAsset(assetId)
    if (account.available(asset) + amount < 0n)
      throw new Refusal('invalid', `Client ${clientId} has too little ${asset.name}.`)
    account.credit(asset, amount)
  }

  get collectedFees(): Decimal {
    return this.#ledger.collectedFees
  }

  balances(clientId: string): T.ClientBalance {
    return this.#ledger.account(clientId).view()
  }

  place(request: T.PlaceOrder): T.Order {
    return this.#desk.place(request)
  }

  placeNow(request: T.PlaceOrder): T.Order {
    return this.#desk.placeNow(request)
  }

  modify(request: T.ModifyOrder): T.Order {
    return this.#desk.modify(request)
  }

  cancel(clientIds: readonly string[], ref: T.OrderRef): T.Order {
    return this.#desk.cancel(clientIds, ref)
  }

  findOrder(clientIds: readonly string[], ref: T.OrderRef): T.Order | undefined {
    return this.#store.find(clientIds, ref)
  }

  activeOrders(clientIds: readonly string[]): readonly T.Order[] {
    return this.#store.active(clientIds)
  }

  recentOrders(clientIds: readonly string[]): readonly T.Order[] {
    return this.#store.recent(clientIds)
  }

  recentFills(clientIds: readonly string[]): readonly T.Fill[] {
    return this.#store.recentFills(clientIds)
  }

  fillsOf(orderId: string): readonly T.Fill[] {
    return this.#store.fillsOf(orderId)
  }

  top(instrumentId: string): T.TopOfBook {
    return this.#markets.get(instrumentId).top()
  }

  book(instrumentId: string): T.BookView {
    return this.#markets.get(instrumentId).book.view()
  }

  preview(request: T.PreviewRequest): T.Preview {
    return preview(this.#rules, this.#markets.get(request.instrumentId).book, request)
  }

  transfer(request: T.NewTransfer): T.Transfer {
    return this.#transfers.begin(request)
  }

  activeTransfers(clientIds: readonly string[]): readonly T.Transfer[] {
    return this.#transfers.active(clientIds)
  }

  recentTransfers(clientIds: readonly string[]): readonly T.Transfer[] {
    return this.#transfers.recent(clientIds)
  }

  close(): void {
    this.events.clear()
  }
}
