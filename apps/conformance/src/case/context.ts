import type { HttpApi } from '../api.ts'
import type { RawSocket } from '../record/socket.ts'
import type { Random } from '../run/random.ts'
import type { Clients } from '../target/clients.ts'
import type { SandboxExtras, Target } from '../target/target.ts'

/** What a case gets. Everything it sends through a client or `send` is recorded and audited. */
export type CaseContext = Clients & {
  target: Target
  random: Random
  /** Milliseconds since the case began, on a clock that nobody sets. */
  elapsedMs(): number
  /** Aborted when the case's time is up. */
  signal: AbortSignal
  /** What only the sandbox has; a case that calls this says `needs: ['sandbox']`. */
  sandbox(): SandboxExtras
  /** A bare request without credentials, for what a client would rightly refuse to send. The path is below the API's base. */
  send(api: HttpApi, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** A bare connection to the WebSocket, or to another address of it; it is closed after the case. */
  connect(url?: string): Promise<RawSocket>
  /** Reads until the value will do, at the pace the target allows. */
  until<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T>
  /** Runs after the case, in reverse order, whether it passed or not: cancel what was placed, close what was opened. */
  defer(cleanup: () => unknown): void
}
