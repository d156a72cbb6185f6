import type { Mutant } from './mutant.ts'
import { onFrame, onRequest } from './wire/spoil.ts'

const nothing = 'nothing is wrong'

/**
 * Mutants without a fault, one for each API. They must survive: where one is killed, the cases fail for another reason than the
 * fault they are shown, and no kill means anything.
 */
export const controls: readonly Mutant[] = [
  onRequest('control-auth', nothing, ['auth.exchangeApiKeyToken', 'auth.refreshToken'], () => {}),
  onRequest(
    'control-gateway',
    nothing,
    ['gateway.createOrder', 'gateway.getOrderStatus', 'gateway.executeOrder', 'gateway.getPortfolio'],
    () => {},
  ),
  onRequest(
    'control-cefi-rest',
    nothing,
    ['cefi-rest.listClients', 'cefi-rest.createOrder', 'cefi-rest.getOrderStatus'],
    () => {},
  ),
  onFrame('control-cefi-ws', nothing, ['cefi-ws.subscription', 'cefi-ws.depth', 'cefi-ws.dropcopy'], (frame) => frame),
]
