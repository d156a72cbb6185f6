import type { SubscriptionView } from './subscriptions.ts'
import type { ConnectionStatus } from './wire.ts'

/** One open connection, as the status page shows it: no credentials, no message. */
export interface ConnectionView {
  /** Rises with each connection. */
  readonly id: number
  /** Since when it is open, RFC 3339. */
  readonly since: string
  readonly status: ConnectionStatus
  readonly subscriptions: readonly SubscriptionView[]
  /** Messages that came, and messages that went. */
  readonly received: number
  readonly sent: number
}
