import type { NewClient } from './exchange.ts'
import { Refusal } from './refusal.ts'
import type { Client } from './types.ts'

/** Who trades here. */
export class Clients {
  readonly #clients = new Map<string, Client>()
  readonly #simulated = new Set<string>()

  add({ id, organizationId, mnemonic, simulated = false }: NewClient): Client {
    const client: Client = { id, organizationId, status: 'ACTIVE', info: { mnemonic } }
    this.#clients.set(id, client)
    if (simulated) this.#simulated.add(id)
    return client
  }

  find(clientId: string): Client | undefined {
    return this.#clients.get(clientId)
  }

  get(clientId: string): Client {
    const client = this.#clients.get(clientId)
    if (client === undefined) throw new Refusal('unknown', `There is no client ${clientId}.`)
    return client
  }

  isSimulated(clientId: string): boolean {
    return this.#simulated.has(clientId)
  }
}
