import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'

/** What the shell has put into every request before an API sees it. */
export interface RequestVariables {
  requestId: string
  /** The raw bytes of the body, as signed and sent; empty when there is none. */
  body: Buffer
  /** The raw request target, not normalised: path and query exactly as on the wire. */
  target: string
  /** How far the `Date` header lies; zero unless a fault asks for it. */
  dateOffsetMs: number
}

export interface SandboxEnv {
  Bindings: HttpBindings
  Variables: RequestVariables
}

export type SandboxApp = Hono<SandboxEnv>
