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

export function registerGateway(app: SandboxApp, context: SandboxContext, gateway: Gateway): void {
  // G10: whether the operations that document no 429 are limited all the same.
  const isLimited = context.answers.get('G10', 'limited') === 'limited'
  const isUncounted = (operationId: string) => !isLimited && TRANSFER_OPERATIONS.has(operationId)
  const service: Service<Account | undefined> = {
    contract: context.contracts.gateway,
    authenticate: (operation, headers) => callerOf(context, gateway.accounts, operation, headers),
    admit: ({ id }) => (isUncounted(id) ? {} : gateway.rateLimit.admit()),
    handlers: gatewayHandlers(context, gateway),
    errorForm: errorForm(context.answers.get('G12', 'newest')),
    unchecked: context.answers.get('G8', 'bounded') === 'unbounded' ? ['limit'] : [],
  }
  for (const base of BASE_PATHS) {
    app.all(`${base}/*`, (c) => serveContract(c, context, service, base))
  }
}
