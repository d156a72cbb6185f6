import type { SandboxClock } from '../clock.ts'
import type { SandboxCredentials } from '../demo-credentials.ts'
import { seededRandom } from '../random.ts'
import type { Scheduler } from '../scheduler.ts'
import { createExchange } from './create-exchange.ts'
import type { Exchange, ExchangeOptions } from './exchange.ts'
import { type SeedClient, seedExchange } from './seed.ts'

export interface Opening extends Pick<ExchangeOptions, 'rules' | 'refusesAtOnce'> {
  readonly clock: SandboxClock
  readonly scheduler: Scheduler
  readonly credentials: SandboxCredentials
  readonly seed: number
}

/** The exchange as the sandbox opens it: the demo clients have money, and every book has depth. */
export function openExchange({ clock, scheduler, credentials, seed, ...options }: Opening): Exchange {
  const exchange = createExchange({
    now: () => clock.now(),
    schedule: (delayMs, task) => scheduler.after(delayMs, task),
    confirm: (delayMs, task) => scheduler.confirm(delayMs, task),
    random: seededRandom(seed),
    ...options,
  })
  seedExchange(exchange, demoClients(credentials), seededRandom(seed + 1))
  return exchange
}

/** The same CeFi client may stand behind several credentials; it is opened once. */
function demoClients({ hmac, secondHmac, organization }: SandboxCredentials): SeedClient[] {
  return [
    { id: hmac.clientId, organizationId: hmac.organizationId, mnemonic: 'DEMO1' },
    { id: secondHmac.clientId, organizationId: secondHmac.organizationId, mnemonic: 'DEMO2' },
    { id: organization.clientId, organizationId: organization.organizationId, mnemonic: 'DEMO3' },
  ]
}
