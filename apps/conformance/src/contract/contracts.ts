import type { Api, HttpApi } from '../api.ts'
import type { SocketContract } from './asyncapi.ts'
import type { HttpContract } from './openapi.ts'

export type Contracts = { http: Record<HttpApi, HttpContract>; socket: SocketContract }

/** Every operation and message that must have a case, by API. */
export function subjects(contracts: Contracts): Record<Api, { name: string; sends: boolean }[]> {
  const operations = (api: HttpApi) => contracts.http[api].operations.map(({ id }) => ({ name: id, sends: true }))
  return {
    auth: operations('auth'),
    gateway: operations('gateway'),
    'cefi-rest': operations('cefi-rest'),
    'cefi-ws': contracts.socket.messages.map(({ name, direction }) => ({ name, sends: direction === 'sent' })),
  }
}
