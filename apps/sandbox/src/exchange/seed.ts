import { type Decimal, decimal } from './decimal.ts'
import type { Exchange } from './exchange.ts'
import { FEE_ASSET } from './listing.ts'
import type { Instrument, Side } from './types.ts'

/** The simulated client whose orders rest in every book from the start. */
export const MARKET_MAKER_ID = '78901985000000001'

/** The simulated client who takes liquidity when the traders run. */
export const RANDOM_TRADER_ID = '78901985000000002'

const LEVELS_PER_SIDE = 20

export interface SeedClient {
  readonly id: string
  readonly organizationId: string
  readonly mnemonic: string
}

/** Opens accounts for the demo clients, each with enough to try everything, and puts resting liquidity into every book. */
export function seedExchange(exchange: Exchange, clients: readonly SeedClient[], random: () => number): void {
  for (const client of clients) {
    exchange.addClient(client)
    fund(exchange, client.id, { PYUSD: '1000000', BTC: '10', ETH: '200', SOL: '5000' })
  }
  for (const id of [MARKET_MAKER_ID, RANDOM_TRADER_ID]) {
    exchange.addClient({ id, organizationId: 'sandbox', mnemonic: 'SIMULATED', simulated: true })
    fund(exchange, id, { PYUSD: '1000000000', BTC: '10000', ETH: '200000', SOL: '5000000' })
  }
  for (const instrument of exchange.instruments) {
    for (let level = 1; level <= LEVELS_PER_SIDE; level += 1) {
      rest(exchange, instrument, 'BUY', level, random)
      rest(exchange, instrument, 'SELL', level, random)
    }
  }
}

/** One dollar that comes in once the exchange is open. */
export function seedDeposit(exchange: Exchange, clientId: string): void {
  exchange.transfer({ clientId, assetId: FEE_ASSET.id, amount: decimal('1'), type: 'DEPOSIT', platform: 'FIAT' })
}

function fund(exchange: Exchange, clientId: string, amounts: Readonly<Record<string, string>>): void {
  for (const [name, amount] of Object.entries(amounts)) {
    const asset = exchange.findAsset({ name })
    if (asset === undefined) throw new TypeError(`The exchange lists no asset ${name}.`)
    exchange.credit(clientId, asset.id, decimal(amount))
  }
}

/** One to three orders at a distance that grows with the level, so that the book has depth and gaps. */
function rest(exchange: Exchange, instrument: Instrument, side: Side, level: number, random: () => number): void {
  const ticks = BigInt(level * 4 - Math.floor(random() * 3))
  const away = ticks * instrument.tick
  const price: Decimal = side === 'BUY' ? instrument.referencePrice - away : instrument.referencePrice + away
  const orders = 1 + Math.floor(random() * 3)
  for (let count = 0; count < orders; count += 1) {
    const qty = BigInt(100 + Math.floor(random() * 2900)) * instrument.increment
    exchange.placeNow({ clientId: MARKET_MAKER_ID, instrumentId: instrument.id, side, type: 'LIMIT', price, qty })
  }
}
