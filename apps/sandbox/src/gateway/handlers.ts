import type { SandboxContext } from '../context.ts'
import { formatDecimal } from '../exchange/decimal.ts'
import { Refusal } from '../exchange/refusal.ts'
import { ApiError, invalidField } from '../server/api-error.ts'
import type { Answer, Call } from '../server/serve-contract.ts'
import type { Account } from './accounts.ts'
import { selectAssets, viewAsset } from './assets.ts'
import type { Gateway } from './gateway.ts'
import { holdingsOf, viewHolding } from './holdings.ts'
import { ORDER_STATUSES, statusOf } from './order.ts'
import type { StampsBody } from './order-desk.ts'
import type { OrderBody } from './order-terms.ts'
import { viewOrder } from './order-view.ts'
import { cutPage, pageSize } from './pages.ts'
import { viewPortfolio } from './portfolio.ts'
import { computeQuote, type QuoteBody } from './quote.ts'
import { transactionsOf } from './transactions.ts'
import { transferStatus, viewTransfer } from './transfer.ts'
import type { TransferBody } from './transfer-desk.ts'

type GatewayCall = Call<Account | undefined>
type Handler = (call: GatewayCall) => Answer

/**
 * The eighteen operations of the gateway, by operation id. The contract check has refused bodies of another form before
 * they come here, so a handler may take a body for what its contract says.
 */
export function gatewayHandlers(context: SandboxContext, gateway: Gateway): Readonly<Record<string, Handler>> {
  const { answers, exchange } = context
  const { orders, transfers } = gateway
  const created = Number(answers.get('G4', '201'))
  const withQtyUnit = answers.get('G14', 'present') === 'present'
  const listed = { withExplorerUrl: true, withQtyUnit }

  const handlers: Record<string, Handler> = {
    computeQuote: ({ body }) => ({ status: 200, body: computeQuote(exchange, body as QuoteBody) }),

    createOrder: (call) => ({ status: created, body: orders.create(accountOf(call), call.body as OrderBody) }),
    getOrder: (call) => {
      const order = orders.get(accountOf(call), idOf(call))
      return { status: 200, body: viewOrder(exchange, order, { withExplorerUrl: false, withQtyUnit }) }
    },
    getOrderStatus: (call) => ({ status: 200, body: { status: statusOf(orders.get(accountOf(call), idOf(call))) } }),
    listOrders: (call) => {
      const wanted = readStatuses(call.query.get('status'))
      const rows = orders.list(accountOf(call)).filter((order) => wanted.includes(statusOf(order)))
      return pageAnswer(
        call,
        rows,
        ({ createdAt }) => createdAt,
        (order) => viewOrder(exchange, order, listed),
      )
    },
    executeOrder: (call) => {
      const order = orders.execute(accountOf(call), idOf(call), call.body as StampsBody)
      return { status: 200, body: { status: statusOf(order) } }
    },

    cancelOrder: (call) => {
      orders.cancelAtExchange(accountOf(call), idOf(call))
      return { status: 202, body: {} }
    },
    prepareCancelOrder: (call) => {
      const account = accountOf(call)
      const { terms, id } = orders.get(account, idOf(call))
      if (terms.venue === 'defi') {
        const { cancelPayloads } = orders.prepareCancel(account, id)
        return { status: 200, body: { order_id: id, payloads: cancelPayloads } }
      }
      const order = orders.cancelAtExchange(account, id)
      return { status: 202, body: { order_id: id, status: statusOf(order) } }
    },
    executeCancelOrder: (call) => {
      const order = orders.executeCancel(accountOf(call), idOf(call), call.body as StampsBody)
      return { status: 200, body: { status: statusOf(order) } }
    },

    createTransfer: (call) => {
      const transfer = transfers.create(accountOf(call), call.body as TransferBody)
      return { status: created, body: viewTransfer(transfer) }
    },
    getTransfer: (call) => {
      const transfer = transfers.find(accountOf(call), idOf(call))
      if (transfer === undefined) throw new ApiError(404, 'There is no such transfer.')
      return { status: 200, body: viewTransfer(transfer) }
    },
    executeTransfer: (call) => {
      const transfer = transfers.execute(accountOf(call), idOf(call), call.body as StampsBody)
      return { status: 200, body: viewTransfer(transfer) }
    },
    listTransfers: (call) => {
      const status = call.query.get('status')
      const rows = transfers.list(accountOf(call)).filter((row) => status === null || transferStatus(row) === status)
      return pageAnswer(call, rows, ({ createdAt }) => createdAt, viewTransfer)
    },

    listAssets: ({ query }) => {
      const rows = selectAssets(query, answers.get('G16', 'crypto-default') === 'all')
      // Without a limit the catalogue was seen to come whole.
      const limit = query.has('limit') ? pageSize(query) : rows.length
      const page = cutPage(rows, ({ listedAt }) => listedAt, 'oldest-first', query.get('cursor'), limit)
      const networks = answers.get('G15', 'empty-array')
      return {
        status: 200,
        body: { data: page.rows.map((row) => viewAsset(row, networks)), pagination: page.pagination },
      }
    },
    listBalances: (call) => ({ status: 200, body: { data: holdingsOf(exchange, accountOf(call)).map(viewHolding) } }),
    getBalances: (call) => {
      const holdings = holdingsOf(exchange, accountOf(call))
      if (answers.get('G2', 'data') === 'data') return { status: 200, body: { data: holdings.map(viewHolding) } }
      const balances = holdings.map(({ asset, total }) => ({
        asset_name: asset.name,
        asset_id: asset.id,
        balance: formatDecimal(total),
      }))
      return { status: 200, body: { balances } }
    },
    getPortfolio: (call) => ({ status: 200, body: viewPortfolio(exchange, accountOf(call)) }),
    listTransactions: (call) => {
      const account = accountOf(call)
      const rows = transactionsOf(exchange, orders.list(account), transfers.list(account), listed)
      return pageAnswer(
        call,
        rows,
        ({ at }) => at,
        ({ view }) => view,
      )
    },
  }
  return Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, translatingRefusals(handler)]))
}

function pageAnswer<Row>(
  { query }: GatewayCall,
  rows: readonly Row[],
  instantOf: (row: Row) => string,
  view: (row: Row) => Record<string, unknown>,
): Answer {
  const page = cutPage(rows, instantOf, 'newest-first', query.get('cursor'), pageSize(query))
  return { status: 200, body: { data: page.rows.map(view), pagination: page.pagination } }
}

/** What the exchange refuses at the door, in the gateway's words. */
function translatingRefusals(handler: Handler): Handler {
  const statuses = { invalid: 400, unknown: 404, forbidden: 403 } as const
  return (call) => {
    try {
      return handler(call)
    } catch (error) {
      if (error instanceof Refusal) throw new ApiError(statuses[error.kind], error.message)
      throw error
    }
  }
}

function readStatuses(text: string | null): readonly string[] {
  if (text === null) return ORDER_STATUSES
  const wanted = text.split(',')
  const known: readonly string[] = ORDER_STATUSES
  if (wanted.some((status) => !known.includes(status))) throw invalidField('status', 'holds an unknown order status')
  return wanted
}

function accountOf({ caller }: GatewayCall): Account {
  if (caller === undefined) throw new ApiError(401, 'missing or invalid access token')
  return caller
}

function idOf({ params }: GatewayCall): string {
  return params['id'] ?? ''
}
