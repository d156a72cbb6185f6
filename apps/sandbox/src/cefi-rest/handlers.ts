import { accountHandlers } from './account-handlers.ts'
import type { Handler } from './call.ts'
import { marketHandlers } from './market-handlers.ts'
import { orderHandlers } from './order-handlers.ts'
import { serviceHandlers } from './service-handlers.ts'
import { transferHandlers } from './transfer-handlers.ts'

const HANDLERS = new Map<string, Handler>(
  Object.entries({
    ...serviceHandlers,
    ...marketHandlers,
    ...accountHandlers,
    ...orderHandlers,
    ...transferHandlers,
  }),
)

export function handlerOf(operationId: string): Handler {
  const handler = HANDLERS.get(operationId)
  if (handler === undefined) throw new TypeError(`No handler for ${operationId}.`)
  return handler
}
