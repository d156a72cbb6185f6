import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Answers } from '../src/answers.ts'
import { TokenAuthority } from '../src/auth/tokens.ts'
import { registerCefiRest } from '../src/cefi-rest/routes.ts'
import { attachCefiWs, type CefiWsOptions } from '../src/cefi-ws/server.ts'
import { SandboxClock } from '../src/clock.ts'
import type { SandboxContext } from '../src/context.ts'
import { demoCredentials } from '../src/demo-credentials.ts'
import { openExchange } from '../src/exchange/open-exchange.ts'
import { seededIds } from '../src/ids.ts'
import { SandboxLog } from '../src/log.ts'
import { seededRandom } from '../src/random.ts'
import { Scheduler } from '../src/scheduler.ts'
import type { SandboxEnv } from '../src/server/env.ts'
import { Faults } from '../src/server/faults.ts'
import { loadContracts } from '../src/server/load-contract.ts'
import { readBody } from '../src/server/read-body.ts'

/** Only the CeFi half of the sandbox, on a real socket: what is tested here does not depend on the other half. */
export interface CefiSandbox {
  readonly url: string
  readonly wsUrl: string
  readonly context: SandboxContext
  close(): Promise<void>
}

export async function startCefiSandbox(
  choices: Readonly<Record<string, string>> = {},
  ws: CefiWsOptions = {},
): Promise<CefiSandbox> {
  const clock = new SandboxClock()
  const log = new SandboxLog(
    () => clock.iso(),
    () => {},
  )
  const scheduler = new Scheduler((error) => log.internalError('scheduler', error))
  const random = seededRandom(1)
  const context: SandboxContext = {
    clock,
    scheduler,
    random,
    ids: seededIds(random),
    exchange: openExchange(clock, scheduler, demoCredentials, 1),
    tokens: new TokenAuthority(clock),
    contracts: loadContracts(),
    faults: new Faults(),
    answers: new Answers(choices),
    credentials: demoCredentials,
    log,
  }
  const app = new Hono<SandboxEnv>()
  app.use(async (c, next) => {
    c.set('requestId', 'test')
    c.set('target', c.env.incoming.url ?? '/')
    c.set('body', (await readBody(c.env.incoming)) ?? Buffer.alloc(0))
    await next()
  })
  registerCefiRest(app, context)
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server))
  })
  const cefiWs = attachCefiWs(server, context, ws)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}/api/v1`,
    context,
    close: async () => {
      await cefiWs.close()
      context.exchange.close()
      scheduler.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** The sandbox's own conscience: whatever a test does to it, it must neither fail nor break the contract. */
export function assertClean({ context }: CefiSandbox): void {
  const faults = context.log.entries.filter(({ kind }) => kind !== 'note')
  if (faults.length > 0) throw new Error(`The sandbox complained: ${JSON.stringify(faults)}`)
}
