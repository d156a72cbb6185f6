import type { SandboxContext } from '../context.ts'
import { errorForm } from '../server/api-error.ts'
import type { SandboxApp } from '../server/env.ts'
import { type Service, serveContract } from '../server/serve-contract.ts'
import type { Account } from './account.ts'
import { callerOf } from './caller.ts'
import type { Gateway } from './gateway.ts'
import { gatewayHandlers } from './handlers.ts'

/** The second is the older name of the same service; it still answers. */
const BASE_PATHS = ['/v1/gateway', '/v1/conductor']

const TRANSFER_OPERATIONS: ReadonlySet<string> = new Set([
  'createTransfer',
  'listTransfers',
  'getTransfer',
  'executeTransfer',
])

/** The operations whose names no document prints. */
const UNPRINTED: ReadonlySet<string> = new Set(['getOrder', 'getPortfolio', 'listTransactions', 'executeCancelOrder'])

/**
 * G7: where the service calls an operation by its name. No document says that it does, so neither does the default world; the
 * header is one that HTTP has for the service to speak of itself (RFC 9110, 10.2.4).
 */
function nameTold(world: string, operationId: string): Readonly<Record<string, string>> {
  if (world === 'none' || !UNPRINTED.has(operationId)) return {}
  return { Server: `sandbox (operation=${operationId}${world === 'other-names' ? 'V2' : ''})` }
}

export function registerGateway(app: SandboxApp, context: SandboxContext, gateway: Gateway): void {
  // G10: whether the operations that document no 429 are limited all the same.
  const isLimited = context.answers.get('G10', 'limited') === 'limited'
  const isUncounted = (operationId: string) => !isLimited && TRANSFER_OPERATIONS.has(operationId)
  const told = context.answers.get('G7', 'none')
  const service: Service<Account | undefined> = {
    contract: context.contracts.gateway,
    authenticate: (operation, headers) => callerOf(context, gateway.accounts, operation, headers),
    admit: ({ id }) => ({ ...nameTold(told, id), ...(isUncounted(id) ? {} : gateway.rateLimit.admit()) }),
    handlers: gatewayHandlers(context, gateway),
    errorForm: errorForm(context.answers.get('G12', 'newest')),
    unchecked: context.answers.get('G8', 'bounded') === 'unbounded' ? ['limit'] : [],
    // G6: what else stands in the answer that the stamps are for.
    asksAlsoFor:
      context.answers.get('G6', 'as-execute-order') === 'other-members' ? { executeCancelOrder: ['order_id'] } : {},
  }
  for (const base of BASE_PATHS) {
    app.all(`${base}/*`, (c) => serveContract(c, context, service, base))
  }
}
