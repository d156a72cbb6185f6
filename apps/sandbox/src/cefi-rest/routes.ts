import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import type { SandboxApp, SandboxEnv } from '../server/env.ts'
import { BUDGET_SEEN, RateLimit } from '../server/rate-limit.ts'
import { registerExchangeControl } from './exchange-control.ts'
import { findRoute } from './paths.ts'
import { serveRequest } from './serve-request.ts'

/** Registers `/v1/cefi/*`, the legacy paths under `/api/v1/*`, and the handles on the exchange under `/sandbox`. */
export function registerCefiRest(app: SandboxApp, context: SandboxContext): void {
  // R16: whether requests are counted. Nothing is known of such a budget, so it is the one of the gateway.
  const isLimited = context.answers.get('R16', 'none-seen') === 'limited'
  const budget = isLimited ? new RateLimit(context.clock, 'retry-after', BUDGET_SEEN) : undefined
  // The path as it is on the wire, not as a URL parser would tidy it: `..` names no operation.
  const serve = (c: Context<SandboxEnv>) =>
    serveRequest(c, context, budget, findRoute(c.req.method, c.get('target').split('?', 1)[0] ?? c.get('target')))
  registerExchangeControl(app, context)
  app.all('/v1/cefi/*', serve)
  app.all('/api/v1/*', serve)
}
