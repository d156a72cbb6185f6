import type { Answers } from './answers.ts'
import type { TokenAuthority } from './auth/tokens.ts'
import type { SandboxClock } from './clock.ts'
import type { SandboxCredentials } from './demo-credentials.ts'
import type { Exchange } from './exchange/exchange.ts'
import type { Ids } from './ids.ts'
import type { SandboxLog } from './log.ts'
import type { Rules } from './rules.ts'
import type { Scheduler } from './scheduler.ts'
import type { Contracts } from './server/contracts.ts'
import type { Faults } from './server/faults.ts'

/** What every part of the sandbox is given: made once in `startSandbox`, closed by it. */
export interface SandboxContext {
  readonly clock: SandboxClock
  readonly scheduler: Scheduler
  readonly ids: Ids
  readonly exchange: Exchange
  /** Issues and verifies access tokens; the CeFi APIs take the same tokens as the gateway. */
  readonly tokens: TokenAuthority
  readonly contracts: Contracts
  readonly faults: Faults
  readonly answers: Answers
  readonly rules: Rules
  /** Whether some rule was broken on purpose: then an answer that breaks the contract is what was asked for. */
  readonly isBroken: boolean
  readonly credentials: SandboxCredentials
  readonly log: SandboxLog
}
