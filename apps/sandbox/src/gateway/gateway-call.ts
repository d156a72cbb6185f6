import type { Answer } from '../server/answer.ts'
import { ApiError } from '../server/api-error.ts'
import type { Call } from '../server/serve-contract.ts'
import type { Account } from './account.ts'

export type GatewayCall = Call<Account | undefined>

/**
 * The contract check has refused bodies of another form before a handler sees them, so a handler may take a body for what
 * its contract says.
 */
export type GatewayHandler = (call: GatewayCall) => Answer
export type GatewayHandlers = Readonly<Record<string, GatewayHandler>>

export function accountOf({ caller }: GatewayCall): Account {
  if (caller === undefined) throw new ApiError(401, 'missing or invalid access token')
  return caller
}

export function idOf({ params }: GatewayCall): string {
  return params['id'] ?? ''
}
