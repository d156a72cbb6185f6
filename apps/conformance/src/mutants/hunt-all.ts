import type { Case } from '../case/define.ts'
import type { Contracts } from '../contract/contracts.ts'
import { inLanes } from '../run/schedule.ts'
import { type Hunted, hunt, isKilled, type Start } from './hunt.ts'
import type { Mutant } from './mutant.ts'
import type { HuntReport } from './report.ts'

export type HuntInput = {
  mutants: readonly Mutant[]
  controls: readonly Mutant[]
  cases: readonly Case[]
  contracts: Contracts
  start: Start
  monotonic: () => number
  onMutant: (done: number, total: number, mutant: Mutant) => void
  /** Aborted when somebody asks for an end: then no further mutant is hunted. */
  stop: AbortSignal
  /** Asked last: what failed meanwhile and belongs to no mutant. */
  problems: () => string[]
}

/** Most of a hunt is waiting for what a mutant withholds, so several run at a time, each on a sandbox of its own. */
const lanes = 4

export async function huntAll(input: HuntInput): Promise<HuntReport> {
  const { mutants, controls, cases, contracts, start, monotonic, onMutant, stop, problems } = input
  const began = monotonic()
  const results = new Map<Mutant, Hunted>()
  const all = [...controls, ...mutants]
  await inLanes(all, lanes, async (mutant) => {
    if (stop.aborted) return
    results.set(mutant, await hunt(mutant, cases, contracts, start, monotonic))
    onMutant(results.size, all.length, mutant)
  })
  const of = (some: readonly Mutant[]) => some.flatMap((mutant) => results.get(mutant) ?? [])
  return {
    hunted: of(mutants),
    unsound: of(controls).filter(isKilled),
    spared: all.length - results.size,
    durationMs: monotonic() - began,
    problems: problems(),
  }
}
