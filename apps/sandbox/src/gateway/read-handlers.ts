import type { SandboxContext } from '../context.ts'
import { formatDecimal } from '../exchange/decimal.ts'
import { selectAssets, viewAsset } from './assets.ts'
import type { Gateway } from './gateway.ts'
import { accountOf, type GatewayHandlers } from './gateway-call.ts'
import { holdingsOf, viewHolding } from './holdings.ts'
import { answerPage, type CursorForm } from './pages.ts'
import { viewPortfolio } from './portfolio.ts'
import { computeQuote, type QuoteBody } from './quote.ts'
import { transactionsOf } from './transactions.ts'

/** Prices, the catalogue, and what the account has and did. */
export function readHandlers(
  { answers, exchange, rules: { gateway: rules } }: SandboxContext,
  { orders, transfers }: Gateway,
  cursors: CursorForm,
): GatewayHandlers {
  return {
    computeQuote: ({ body }) => ({ status: 200, body: computeQuote({ answers, exchange, rules }, body as QuoteBody) }),

    listAssets: ({ query }) => {
      const rows = selectAssets(rules, query, answers.get('G16', 'crypto-default') === 'all')
      const networks = answers.get('G15', 'empty-array')
      const listing = {
        rows,
        instantOf: ({ listedAt }: (typeof rows)[number]) => listedAt,
        order: 'oldest-first' as const,
        cursors,
        view: (row: (typeof rows)[number]) => viewAsset(row, networks),
      }
      // Without a limit the catalogue was seen to come whole.
      return answerPage(rules, query, listing, rows.length)
    },

    listBalances: (call) => ({
      status: 200,
      body: { data: holdingsOf(rules, exchange, accountOf(call)).map(viewHolding) },
    }),

    getBalances: (call) => {
      const holdings = holdingsOf(rules, exchange, accountOf(call))
      if (answers.get('G2', 'data') === 'data') return { status: 200, body: { data: holdings.map(viewHolding) } }
      const balances = holdings.map(({ asset, total }) => ({
        asset_name: asset.name,
        asset_id: asset.id,
        balance: formatDecimal(total),
      }))
      return { status: 200, body: { balances } }
    },

    getPortfolio: (call) => ({
      status: 200,
      body: viewPortfolio(rules, exchange, accountOf(call), answers.get('G18', 'none')),
    }),

    listTransactions: (call) => {
      const account = accountOf(call)
      const view = { withExplorerUrl: true, withQtyUnit: answers.get('G14', 'present') === 'present' }
      return answerPage(rules, call.query, {
        rows: transactionsOf(rules, exchange, orders.list(account), transfers.list(account), view),
        instantOf: ({ at }) => at,
        order: 'newest-first',
        cursors,
        view: ({ view }) => view,
      })
    },
  }
}
