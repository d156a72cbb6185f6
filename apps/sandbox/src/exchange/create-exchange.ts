import { decimal } from './decimal.ts'
import { Engine } from './engine.ts'
import { ExchangeEmitter } from './events.ts'
import type { Exchange, ExchangeOptions } from './exchange.ts'
import { createIds } from './ids.ts'
import { Ledger } from './ledger.ts'
import { ASSETS, FEE_ASSET, listInstruments } from './listing.ts'
import { Market } from './market.ts'
import { createNanos } from './nanos.ts'
import { opposite } from './order.ts'
import { OrderDesk } from './order-desk.ts'
import { OrderStore } from './order-store.ts'
import { previewBase, previewQuote } from './preview.ts'
import { Refusal } from './refusal.ts'
import { TransferDesk } from './transfer-desk.ts'
import type { Asset, Client } from './types.ts'

/** Not published: ours, chosen so that both are visible and differ. */
const FEES = { maker: decimal('0.0005'), taker: decimal('0.001') }

export function createExchange(options: ExchangeOptions): Exchange {
  const { latencyMs = 3, transferDelayMs = 50, settlementDelayMs = 1000 } = options
  const nanos = createNanos(options.now)
  const nextId = createIds(options.random)
  const events = new ExchangeEmitter()
  const ledger = new Ledger(FEE_ASSET)
  const store = new OrderStore(nanos)
  const instruments = listInstruments()
  const markets = new Map(instruments.map((instrument) => [instrument.id, new Market(instrument, nanos())]))
  const clients = new Map<string, Client>()
  const simulated = new Set<string>()
  const timers = new Set<() => void>()

  const after = (delayMs: number, task: () => void): void => {
    const cancel = options.schedule(delayMs, () => {
      timers.delete(cancel)
      task()
    })
    timers.add(cancel)
  }
  const client = (clientId: string): Client => known(clients.get(clientId), `client ${clientId}`)
  const market = (instrumentId: string): Market => known(markets.get(instrumentId), `instrument ${instrumentId}`)
  const asset = (assetId: string): Asset =>
    known(
      ASSETS.find(({ id }) => id === assetId),
      `asset ${assetId}`,
    )

  let settling = false
  const traded = (): void => {
    if (settling) return
    settling = true
    after(settlementDelayMs, () => {
      settling = false
      ledger.settleAll()
    })
  }

  const isSimulated = (clientId: string): boolean => simulated.has(clientId)
  const engine = new Engine({ nanos, nextId, market, ledger, store, events, fees: FEES, isSimulated, traded })
  const hop = (task: () => void): void => after(latencyMs / 2, task)
  const instrument = (instrumentId: string) => market(instrumentId).instrument
  const desk = new OrderDesk({ nanos, nextId, engine, store, fees: FEES, client, instrument, hop })
  const account = (clientId: string) => ledger.account(clientId)
  const transfers = new TransferDesk({ nanos, nextId, after, delayMs: transferDelayMs, account, asset, events })

  return {
    events,
    health: 'healthy',
    nanos,
    assets: ASSETS,
    instruments,
    findAsset: (key) => ASSETS.find('id' in key ? ({ id }) => id === key.id : ({ name }) => name === key.name),
    findInstrument: (key) =>
      instruments.find('id' in key ? ({ id }) => id === key.id : ({ symbol }) => symbol === key.symbol),
    setInstrumentStatus: (instrumentId, status) => {
      const changed = instrument(instrumentId)
      changed.status = status
      events.emit('instrument', { instrument: changed })
    },
    instrumentStats: (instrumentId) => market(instrumentId).stats.read(nanos()),

    addClient: (fresh) => {
      const added: Client = {
        id: fresh.id,
        organizationId: fresh.organizationId,
        status: 'ACTIVE',
        info: { mnemonic: fresh.mnemonic },
      }
      clients.set(fresh.id, added)
      if (fresh.simulated === true) simulated.add(fresh.id)
      ledger.open(fresh.id)
      return added
    },
    findClient: (clientId) => clients.get(clientId),
    clientsOf: (organizationId) => [...clients.values()].filter((each) => each.organizationId === organizationId),
    credit: (clientId, assetId, amount) => {
      const owner = account(clientId)
      const what = asset(assetId)
      if (owner.available(what) + amount < 0n)
        throw new Refusal('invalid', `Client ${clientId} has too little ${what.name}.`)
      owner.credit(what, amount)
    },
    balances: (clientId) => account(clientId).view(),
    get collectedFees() {
      return ledger.collectedFees
    },

    place: (request) => desk.place(request),
    placeNow: (request) => desk.placeNow(request),
    modify: (request) => desk.modify(request),
    cancel: (clientIds, ref) => desk.cancel(clientIds, ref),
    findOrder: (clientIds, ref) => store.find(clientIds, ref),
    activeOrders: (clientIds) => store.active(clientIds),
    recentOrders: (clientIds) => store.recent(clientIds),
    recentFills: (clientIds) => store.recentFills(clientIds),
    fillsOf: (orderId) => store.fillsOf(orderId),

    top: (instrumentId) => market(instrumentId).top(),
    book: (instrumentId) => market(instrumentId).book.view(),
    preview: ({ instrumentId, side, qty, unit }) => {
      const place = market(instrumentId)
      if (qty <= 0n) throw new Refusal('invalid', 'qty must be above zero.')
      const levels = place.book.levels(opposite(side))
      return unit === 'BASE' ? previewBase(place.instrument, levels, qty) : previewQuote(place.instrument, levels, qty)
    },

    transfer: (request) => transfers.begin(request),
    activeTransfers: (clientIds) => transfers.active(clientIds),
    recentTransfers: (clientIds) => transfers.recent(clientIds),

    close: () => {
      for (const cancel of timers) cancel()
      timers.clear()
      events.clear()
    },
  }
}

function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Refusal('unknown', `There is no ${what}.`)
  return value
}
