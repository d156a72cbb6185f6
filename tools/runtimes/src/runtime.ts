import type { Report, Target } from './program.ts'

/** One place where the program runs. */
export interface Runtime {
  /** Such as `Deno 2.9.6`. */
  readonly name: string
  /** Whether its own `WebSocket` opens the sockets, or the library `ws`. */
  readonly isBuiltIn: boolean
  /** Runs the program once, and gives its report when nothing of it runs any more. */
  readonly run: (target: Target) => Promise<Report>
}

/** A runtime that is not here, and why. */
export interface Missing {
  readonly name: string
  readonly reason: string
  /** Whether it should have been here: the engines are installed for this platform. */
  readonly isExpected: boolean
}
