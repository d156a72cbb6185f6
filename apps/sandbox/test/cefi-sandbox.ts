import type { AddressInfo } from 'node:net'
import { attachCefiWs, type CefiWsOptions } from '../src/cefi-ws/server.ts'
import { SandboxClock } from '../src/clock.ts'
import type { SandboxContext } from '../src/context.ts'
import { createContext } from '../src/create-context.ts'
import { createGateway } from '../src/gateway/gateway.ts'
import { createApp } from '../src/server/app.ts'
import { listen, stopListening } from '../src/server/listen.ts'

/** A sandbox whose inside a test may touch: its exchange, its clock, its faults. */
export interface CefiSandbox {
  readonly url: string
  readonly wsUrl: string
  readonly context: SandboxContext
  close(): Promise<void>
}

export async function startCefiSandbox(
  answers: Readonly<Record<string, string>> = {},
  options: CefiWsOptions = {},
): Promise<CefiSandbox> {
  const context = createContext({ clock: new SandboxClock(), seed: 1, answers, print: () => {} })
  const server = await listen(createApp(context, createGateway(context)), '127.0.0.1', 0)
  const cefiWs = attachCefiWs(server, context, options)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}${cefiWs.path}`,
    context,
    close: async () => {
      await cefiWs.close()
      context.scheduler.close()
      context.exchange.close()
      await stopListening(server)
    },
  }
}

/** The sandbox's own conscience: whatever a test does to it, it must neither fail nor break the contract. */
export function assertClean({ context }: CefiSandbox): void {
  const faults = context.log.entries.filter(({ kind }) => kind !== 'note')
  if (faults.length > 0) throw new Error(`The sandbox complained: ${JSON.stringify(faults)}`)
}
