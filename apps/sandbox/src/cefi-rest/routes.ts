import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import type { SandboxApp, SandboxEnv } from '../server/env.ts'
import { BUDGET_SEEN, RateLimit } from '../server/rate-limit.ts'
import { registerExchangeControl } from './exchange-control.ts'
import { findRoute } from './paths.ts'
import { serveRequest } from './serve-request.ts'

/** The operations whose current paths R7 is least sure of. */
const DOUBTED: ReadonlySet<string> = new Set(['listOrderTrades', 'listActiveTransfers'])

/** Registers `/v1/cefi/*`, the legacy paths under `/api/v1/*`, and the handles on the exchange under `/sandbox`. */
export function registerCefiRest(app: SandboxApp, context: SandboxContext): void {
  // R16: whether requests are counted. Nothing is known of such a budget, so it is the one of the gateway.
  const isLimited = context.answers.get('R16', 'none-seen') === 'limited'
  const budget = isLimited ? new RateLimit(context.clock, 'retry-after', BUDGET_SEEN) : undefined
  const isElsewhere = context.answers.get('R7', 'as-printed') === 'elsewhere'
  const serve = (c: Context<SandboxEnv>) => {
    // The path as it is on the wire, not as a URL parser would tidy it: `..` names no operation.
    const route = findRoute(c.req.method, c.get('target').split('?', 1)[0] ?? c.get('target'))
    const isGone = isElsewhere && route?.family === 'current' && DOUBTED.has(route.operationId)
    return serveRequest(c, context, budget, isGone ? undefined : route)
  }
  registerExchangeControl(app, context)
  app.all('/v1/cefi/*', serve)
  app.all('/api/v1/*', serve)
}
