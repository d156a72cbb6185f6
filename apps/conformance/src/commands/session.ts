import { performance } from 'node:perf_hooks'
import { accepted } from '../audit/baseline.ts'
import type { Case } from '../case/define.ts'
import { cases } from '../cases/index.ts'
import type { Contracts } from '../contract/contracts.ts'
import { exemptions } from '../coverage/exemptions.ts'
import { type Options, sameAgain } from '../options.ts'
import { executeCase } from '../run/execute.ts'
import { sweep } from '../run/leftovers.ts'
import { lists } from '../run/lists.ts'
import type { SessionInput } from '../run/session.ts'
import { runtimeHere } from '../runtime/here.ts'
import { opener } from '../target/open.ts'
import type { Target } from '../target/target.ts'
import type { Watch } from './watched.ts'

/** What a command gives to each of its sessions. */
export type Setting = {
  options: Options
  selected: readonly Case[]
  contracts: Contracts
  seed: number
  watch: Watch
}

const monotonic = () => performance.now()

/**
 * One session of the selected cases, held against all that there is to hold them against.
 * @param label what the progress begins with, where there are several sessions
 * @param elsewhere the runtime that runs the cases; default: this one
 */
export function sessionOf(
  { options, selected, contracts, seed, watch }: Setting,
  target: Target,
  label = '',
  elsewhere?: Pick<SessionInput, 'runtime' | 'execute'>,
): SessionInput {
  const open = opener(target, seed, monotonic)
  const pace = { monotonic, slowness: target.slowness }
  return {
    target,
    contracts,
    all: cases,
    selected,
    lists,
    exemptions,
    baseline: accepted,
    seed,
    options: sameAgain(options),
    monotonic,
    runtime: runtimeHere(),
    execute: (testCase) => executeCase(testCase, open, { ...pace, stop: watch.stop }),
    ...elsewhere,
    stop: watch.stop,
    unhandled: watch.takeUnhandled,
    // Whoever may only read has left nothing, and may not cancel either.
    ...(options.touch === 'read' ? {} : { sweep: (exchanges) => sweep(exchanges, open, pace) }),
    onCase: (ran, done, total) => watch.progress.show(`${label}${done} of ${total}  ${ran.case.id}`),
  }
}
