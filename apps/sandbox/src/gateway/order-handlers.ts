import type { SandboxContext } from '../context.ts'
import type { Answer } from '../server/answer.ts'
import { invalidField } from '../server/api-error.ts'
import type { Gateway } from './gateway.ts'
import { accountOf, type GatewayHandlers, idOf } from './gateway-call.ts'
import { ORDER_STATUSES, statusOf } from './order.ts'
import type { OrderBody } from './order-terms.ts'
import { viewOrder } from './order-view.ts'
import { answerPage } from './pages.ts'
import type { StampsBody } from './stamps.ts'

export function orderHandlers(
  { answers, exchange, rules: { gateway: rules } }: SandboxContext,
  { orders }: Gateway,
): GatewayHandlers {
  const created = Number(answers.get('G4', '201'))
  const accepted = answers.get('G5', 'status-member')
  const withQtyUnit = answers.get('G14', 'present') === 'present'

  return {
    createOrder: (call) => ({ status: created, body: orders.create(accountOf(call), call.body as OrderBody) }),

    executeOrder: (call) => {
      const order = orders.execute(accountOf(call), idOf(call), call.body as StampsBody)
      return { status: 200, body: { status: statusOf(order) } }
    },

    cancelOrder: (call) => {
      const order = orders.cancelAtExchange(accountOf(call), idOf(call))
      return acceptedAnswer(accepted, { status: statusOf(order) })
    },

    prepareCancelOrder: (call) => {
      const account = accountOf(call)
      const { id, terms } = orders.get(account, idOf(call))
      if (terms.venue === 'defi') {
        const { cancelPayloads } = orders.prepareCancel(account, id)
        return { status: 200, body: { order_id: id, payloads: cancelPayloads } }
      }
      const order = orders.cancelAtExchange(account, id)
      return acceptedAnswer(accepted, { order_id: id, status: statusOf(order) })
    },

    executeCancelOrder: (call) => {
      const order = orders.executeCancel(accountOf(call), idOf(call), call.body as StampsBody)
      return { status: 200, body: { status: statusOf(order) } }
    },

    getOrder: (call) => {
      const order = orders.get(accountOf(call), idOf(call))
      return { status: 200, body: viewOrder(exchange, order, { withExplorerUrl: false, withQtyUnit }) }
    },

    getOrderStatus: (call) => ({ status: 200, body: { status: statusOf(orders.get(accountOf(call), idOf(call))) } }),

    listOrders: (call) => {
      const wanted = readStatuses(call.query.get('status'))
      return answerPage(rules, call.query, {
        rows: orders.list(accountOf(call)).filter((order) => rules.hasStatus(statusOf(order), wanted)),
        instantOf: ({ createdAt }) => createdAt,
        order: 'newest-first',
        // The contract says what this list's cursor is; only those of the other lists are in question.
        cursors: 'date-time',
        view: (order) => viewOrder(exchange, order, { withExplorerUrl: true, withQtyUnit }),
      })
    },
  }
}

/** What a 202 says about a cancellation under way (G5). */
function acceptedAnswer(world: string, body: Readonly<Record<string, unknown>>): Answer {
  if (world === 'empty-body') return { status: 202 }
  return { status: 202, body: world === 'empty-object' ? {} : body }
}

function readStatuses(text: string | null): readonly string[] {
  if (text === null) return ORDER_STATUSES
  const wanted = text.split(',')
  const known: readonly string[] = ORDER_STATUSES
  if (wanted.some((status) => !known.includes(status))) throw invalidField('status', 'holds an unknown order status')
  return wanted
}
