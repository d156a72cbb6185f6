import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import type { SandboxApp, SandboxEnv } from '../server/env.ts'
import { registerExchangeControl } from './exchange-control.ts'
import { findRoute } from './paths.ts'
import { serveRequest } from './serve-request.ts'

/** Registers `/v1/cefi/*`, the legacy paths under `/api/v1/*`, and the handles on the exchange under `/sandbox`. */
export function registerCefiRest(app: SandboxApp, context: SandboxContext): void {
  // The path as it is on the wire, not as a URL parser would tidy it: `..` names no operation.
  const serve = (c: Context<SandboxEnv>) =>
    serveRequest(c, context, findRoute(c.req.method, c.get('target').split('?', 1)[0] ?? c.get('target')))
  registerExchangeControl(app, context)
  app.all('/v1/cefi/*', serve)
  app.all('/api/v1/*', serve)
}
