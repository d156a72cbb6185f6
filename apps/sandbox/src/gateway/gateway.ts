import type { SandboxContext } from '../context.ts'
import { decimal } from '../exchange/decimal.ts'
import { BUDGET_SEEN, RateLimit } from '../server/rate-limit.ts'
import type { Account } from './account.ts'
import { demoAccounts } from './demo-accounts.ts'
import { Instants } from './instants.ts'
import { OrderDesk } from './order-desk.ts'
import { availableAtExchange, settlementAsset } from './settlement.ts'
import { TransferDesk } from './transfer-desk.ts'

/** The state of the gateway: accounts with their wallets, orders, transfers. */
export interface Gateway {
  readonly accounts: readonly Account[]
  readonly orders: OrderDesk
  readonly transfers: TransferDesk
  /** Refuses nobody until a limit is set, but in the world where the host has one (A10). */
  readonly rateLimit: RateLimit
}

export function createGateway(context: SandboxContext): Gateway {
  const { answers, clock } = context
  // A10: the one world that is about the budget of the host.
  const isCounted = answers.get('A10', 'none') === 'host-budget'
  const parts = { ...context, rules: context.rules.gateway, instants: new Instants(clock) }
  leaveLittleCash(context)
  return {
    accounts: demoAccounts(context),
    orders: new OrderDesk(parts),
    transfers: new TransferDesk(parts),
    rateLimit: new RateLimit(clock, answers.get('G11', 'epoch-seconds'), isCounted ? BUDGET_SEEN : UNLIMITED),
  }
}

const UNLIMITED = { limit: Number.POSITIVE_INFINITY, windowMs: 60_000 }

/** The organization's user keeps dollars on chain and few at the exchange, so that a purchase there needs a bridge. */
function leaveLittleCash({ credentials, exchange }: SandboxContext): void {
  const { clientId } = credentials.organization
  const dollars = settlementAsset(exchange)
  const surplus = availableAtExchange(exchange, clientId, dollars) - decimal('500')
  exchange.credit(clientId, dollars.id, -surplus)
}
