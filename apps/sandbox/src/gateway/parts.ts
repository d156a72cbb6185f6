import type { SandboxContext } from '../context.ts'
import type { Instants } from './instants.ts'
import type { GatewayRules } from './rules.ts'

/** What the desks of the gateway share. */
export interface GatewayParts extends Pick<SandboxContext, 'answers' | 'clock' | 'exchange' | 'ids' | 'scheduler'> {
  readonly rules: GatewayRules
  readonly instants: Instants
}

/** How long the chain takes to confirm anything. Fast, so that a test need not wait; slow enough to see `pending`. */
export const CHAIN_DELAY_MS = 30
