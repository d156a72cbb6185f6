import type { SandboxContext } from '../context.ts'
import { REFUSAL_STATUS, Refusal } from '../exchange/refusal.ts'
import { ApiError } from '../server/api-error.ts'
import type { Gateway } from './gateway.ts'
import type { GatewayHandler, GatewayHandlers } from './gateway-call.ts'
import { orderHandlers } from './order-handlers.ts'
import type { CursorForm } from './pages.ts'
import { readHandlers } from './read-handlers.ts'
import { transferHandlers } from './transfer-handlers.ts'

/** The eighteen operations of the gateway, by operation id. */
export function gatewayHandlers(context: SandboxContext, gateway: Gateway): GatewayHandlers {
  const cursors: CursorForm = context.answers.get('G9', 'date-time') === 'opaque' ? 'opaque' : 'date-time'
  const handlers = {
    ...readHandlers(context, gateway, cursors),
    ...orderHandlers(context, gateway),
    ...transferHandlers(context, gateway, cursors),
  }
  return Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, translatingRefusals(handler)]))
}

/** What the exchange refuses at the door, in the gateway's words. */
function translatingRefusals(handler: GatewayHandler): GatewayHandler {
  return (call) => {
    try {
      return handler(call)
    } catch (error) {
      if (error instanceof Refusal) throw new ApiError(REFUSAL_STATUS[error.kind], error.message)
      throw error
    }
  }
}
