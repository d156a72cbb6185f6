import type { SandboxContext } from '../context.ts'
import { errorForm } from '../server/api-error.ts'
import type { SandboxApp } from '../server/env.ts'
import type { RateLimit } from '../server/rate-limit.ts'
import { type Service, serveContract } from '../server/serve-contract.ts'
import { authHandlers } from './auth-service.ts'

const BASE_PATH = '/v1/auth'
const JWKS_PATH = '/.well-known/jwks.json'

/**
 * Serves the Auth API under `/v1/auth`, and the key set at the host root as well: the publisher places it at both (A1).
 */
export function registerAuth(app: SandboxApp, context: SandboxContext, hostLimit: RateLimit): void {
  const form = errorForm(context.answers.get('A6', 'newest'))
  // The other shapes have no `type`, so only the newest can carry values that nobody has seen (A12).
  const hasFurtherValues = context.answers.get('A12', 'known-values') === 'further-values'
  const service: Service<undefined> = {
    contract: context.contracts.auth,
    authenticate: () => undefined,
    // The contract has no 429 here; only the world that says so counts these requests (A10).
    admit: () => (context.answers.get('A10', 'none') === 'host-budget' ? hostLimit.admit() : {}),
    handlers: authHandlers(context),
    errorForm: form === 'newest' && hasFurtherValues ? 'further-values' : form,
  }
  const world = context.answers.get('A1', 'both')
  if (world !== 'service-path') app.all(JWKS_PATH, (c) => serveContract(c, context, service, ''))
  if (world === 'host-root') app.all(`${BASE_PATH}${JWKS_PATH}`, (c) => c.notFound())
  app.all(`${BASE_PATH}/*`, (c) => serveContract(c, context, service, BASE_PATH))
}
