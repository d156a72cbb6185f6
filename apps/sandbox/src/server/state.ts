import type { ConnectionView } from '../cefi-ws/connection-view.ts'
import type { SandboxContext } from '../context.ts'
import { formatDecimal } from '../exchange/decimal.ts'
import type { Level } from '../exchange/types.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { LevelView, State } from '../status-page/state.ts'
import type { HarRecorder } from './har.ts'
import { RequestLog } from './request-log.ts'

/** What only the shell knows. */
export interface ShellState {
  readonly requests: RequestLog
  /** Open WebSocket connections. */
  webSockets: () => readonly ConnectionView[]
  /** Keeps whole exchanges, when somebody asked for that. */
  readonly recorder: HarRecorder | undefined
}

export function newShell(recorder?: HarRecorder): ShellState {
  return { requests: new RequestLog(), webSockets: () => [], recorder }
}

const LEVELS_SHOWN = 8
const ORDERS_SHOWN = 20
const REQUESTS_SHOWN = 25

export function viewState(context: SandboxContext, gateway: Gateway, shell: ShellState): State {
  const { answers, clock, credentials, exchange, faults, log } = context
  const clientIds = [credentials.hmac.clientId, credentials.secondHmac.clientId, credentials.organization.clientId]
  const { limit, windowMs } = gateway.rateLimit.options
  return {
    now: clock.iso(),
    internal_errors: log.internalErrors,
    contract_violations: log.contractViolations,
    web_sockets: shell.webSockets(),
    requests_total: shell.requests.total,
    requests: shell.requests.newest(REQUESTS_SHOWN),
    faults: faults.list(),
    rate_limit: { limit: Number.isFinite(limit) ? limit : null, window_ms: windowMs },
    answers: Object.fromEntries(answers.entries()),
    books: exchange.instruments.map(({ id, symbol, status }) => {
      const { bids, asks } = exchange.book(id)
      const { lastTrade } = exchange.top(id)
      return {
        symbol,
        status,
        last_trade: lastTrade === undefined ? null : formatDecimal(lastTrade.price),
        bids: bids.slice(0, LEVELS_SHOWN).map(viewLevel),
        asks: asks.slice(0, LEVELS_SHOWN).map(viewLevel),
      }
    }),
    orders: exchange
      .activeOrders(clientIds)
      .slice(0, ORDERS_SHOWN)
      .map((order) => ({
        id: order.id,
        client_id: order.clientId,
        symbol: order.instrument.symbol,
        side: order.side,
        status: order.status,
        qty: formatDecimal(order.qty),
        price: order.price === undefined ? null : formatDecimal(order.price),
        executed_qty: formatDecimal(order.executedQty),
      })),
  }
}

function viewLevel({ price, qty }: Level): LevelView {
  return [formatDecimal(price), formatDecimal(qty)]
}
