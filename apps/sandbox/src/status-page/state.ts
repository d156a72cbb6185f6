import type { ConnectionView } from '../cefi-ws/connection-view.ts'
import type { ActiveFault } from '../server/faults.ts'
import type { RequestRecord } from '../server/request-log.ts'

/** Price and size of one level, as decimal text. */
export type LevelView = readonly [price: string, qty: string]

export interface BookState {
  readonly symbol: string
  readonly status: string
  readonly last_trade: string | null
  /** Best first. */
  readonly bids: readonly LevelView[]
  readonly asks: readonly LevelView[]
}

export interface OpenOrder {
  readonly id: string
  readonly client_id: string
  readonly symbol: string
  readonly side: 'BUY' | 'SELL'
  readonly status: string
  readonly qty: string
  readonly price: string | null
  readonly executed_qty: string
}

/** What `GET /sandbox/state` answers: everything the status page shows, as data. */
export interface State {
  readonly now: string
  readonly internal_errors: number
  readonly contract_violations: number
  readonly web_sockets: readonly ConnectionView[]
  readonly requests_total: number
  readonly requests: readonly RequestRecord[]
  /** JSON has no infinity: `remaining` is null on the wire for a fault that is armed until cleared. */
  readonly faults: readonly ActiveFault[]
  readonly rate_limit: { readonly limit: number | null; readonly window_ms: number }
  readonly answers: Readonly<Record<string, string>>
  readonly books: readonly BookState[]
  readonly orders: readonly OpenOrder[]
}
