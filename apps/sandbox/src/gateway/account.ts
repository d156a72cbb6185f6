import type { StampKey } from './stamp-key.ts'
import type { Wallet } from './wallet.ts'

/** A person as the gateway knows them: one wallet on chain, perhaps one client of the exchange, one key that stamps. */
export interface Account {
  readonly userId: string
  /** CeFi client; missing until onboarded. */
  readonly clientId: string | undefined
  /** Set for a user that an organization acts for. */
  readonly organizationId: string | undefined
  readonly stampKey: StampKey
  readonly wallet: Wallet
}
