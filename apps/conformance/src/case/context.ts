import type { HttpApi } from '../api.ts'
import type { Fetch } from '../record/fetch.ts'
import type { Random } from '../run/random.ts'
import type { Clients } from '../target/clients.ts'
import type { Target } from '../target/target.ts'

/** What a case gets. Everything it sends through `clients` or `fetch` is recorded and audited. */
export type CaseContext = Clients & {
  target: Target
  random: Random
  /** Aborted when the case's time is up. */
  signal: AbortSignal
  /** A bare recorded `fetch`, for requests that a client would rightly refuse to send. */
  fetch(api: HttpApi): Fetch
  /** Runs after the case, in reverse order, whether it passed or not: cancel what was placed, close what was opened. */
  defer(cleanup: () => unknown): void
}
