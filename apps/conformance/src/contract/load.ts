import type { Json } from '../json.ts'
import { readSocketContract } from './asyncapi.ts'
import type { Contracts } from './contracts.ts'
import { readHttpContract } from './openapi.ts'

/** The contracts as the packages publish them, overlay applied: what a user of the packages is promised. */
export async function loadContracts(): Promise<Contracts> {
  const [auth, gateway, cefiRest, cefiWs] = await Promise.all([
    import('@truemarkets/auth/contract', { with: { type: 'json' } }),
    import('@truemarkets/gateway/contract', { with: { type: 'json' } }),
    import('@truemarkets/cefi-rest/contract', { with: { type: 'json' } }),
    import('@truemarkets/cefi-ws/contract', { with: { type: 'json' } }),
  ])
  return {
    http: {
      auth: readHttpContract('auth', auth.default as Json),
      gateway: readHttpContract('gateway', gateway.default as Json),
      'cefi-rest': readHttpContract('cefi-rest', cefiRest.default as Json),
    },
    socket: readSocketContract(cefiWs.default as Json),
  }
}
