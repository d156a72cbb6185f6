import type { SandboxContext } from '../context.ts'
import type { SandboxApp } from '../server/env.ts'

/** Registers `/v1/cefi/*` and the legacy paths under `/api/v1/*`. */
export function registerCefiRest(_app: SandboxApp, _context: SandboxContext): void {}
