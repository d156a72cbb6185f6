import type { Subject } from '../case/define.ts'
import type { Mutant } from './mutant.ts'

/**
 * Mutants without a fault. They must survive: where one is killed, the cases fail for another reason than the fault they are
 * shown, and no kill means anything. Each API has one, and the cases that are moved by the clock another.
 */
export const controls: readonly Mutant[] = (
  [
    ['auth', ['auth.exchangeApiKeyToken', 'auth.refreshToken']],
    ['gateway', ['gateway.createOrder', 'gateway.getOrderStatus', 'gateway.executeOrder', 'gateway.getPortfolio']],
    ['cefi-rest', ['cefi-rest.listClients', 'cefi-rest.createOrder', 'cefi-rest.getOrderStatus']],
    ['cefi-ws', ['cefi-ws.subscription', 'cefi-ws.depth', 'cefi-ws.dropcopy']],
  ] satisfies [string, Subject[]][]
).map(([api, breaks]) =>
  api === 'cefi-ws'
    ? { kind: 'socket', id: `control-${api}`, title: 'nothing is wrong', breaks, received: (frame) => frame }
    : {
        kind: 'http',
        id: `control-${api}`,
        title: 'nothing is wrong',
        breaks,
        act: ({ forward, request }) => forward(request),
      },
)
