import { Answers } from './answers.ts'
import { TokenAuthority } from './auth/tokens.ts'
import type { SandboxClock } from './clock.ts'
import type { SandboxContext } from './context.ts'
import { demoCredentials } from './demo-credentials.ts'
import { openExchange } from './exchange/open-exchange.ts'
import { seedDeposit } from './exchange/seed.ts'
import { seededIds } from './ids.ts'
import { type LogEntry, SandboxLog } from './log.ts'
import { seededRandom } from './random.ts'
import { type BrokenRules, withBroken } from './rules.ts'
import { Scheduler } from './scheduler.ts'
import { Faults } from './server/faults.ts'
import { loadContracts } from './server/load-contract.ts'

export interface ContextOptions {
  readonly clock: SandboxClock
  readonly seed: number
  readonly answers: Readonly<Record<string, string>>
  /** Rules to break on purpose. Default: none. */
  readonly broken?: BrokenRules
  readonly print: (entry: LogEntry) => void
}

/** Everything that the parts of one sandbox share, wired but not yet listening. */
export function createContext({ clock, seed, answers: choices, broken = {}, print }: ContextOptions): SandboxContext {
  const log = new SandboxLog(() => clock.iso(), print)
  const scheduler = new Scheduler((error) => log.internalError('scheduler', error))
  const rules = withBroken(broken)
  const answers = new Answers(choices)
  const exchange = openExchange({
    clock,
    scheduler,
    credentials: demoCredentials,
    seed,
    rules: rules.exchange,
    refusesAtOnce: {
      orders: answers.get('R25', 'rejected-order') === 'refused',
      modifications: answers.get('R30', 'unchanged-order') === 'refused',
    },
  })
  // R20: an account that has a transfer, since nobody may make one to see its instructions.
  if (answers.get('R20', 'none') !== 'none') seedDeposit(exchange, demoCredentials.hmac.clientId)
  return {
    clock,
    scheduler,
    ids: seededIds(seededRandom(seed)),
    exchange,
    tokens: new TokenAuthority(clock, rules.auth, answers),
    contracts: loadContracts(),
    faults: new Faults(),
    answers,
    rules,
    isBroken: Object.keys(broken).length > 0,
    credentials: demoCredentials,
    log,
  }
}
