import type { Case } from '../case/define.ts'
import type { Exchange } from '../record/exchange.ts'
import { opener } from '../target/open.ts'
import type { Target, TargetName } from '../target/target.ts'
import { executeCase } from './execute.ts'
import { createRandom } from './random.ts'
import { inLanes, schedule } from './schedule.ts'

/** Cases that are run for what they exchange. */
export type Session = {
  target: Target
  cases: readonly Case[]
  seed: number
  monotonic: () => number
  onCase: (id: string) => void
  /** The target whose order and lanes are kept; two sessions can be compared only when they ran the same way. Default: its own. */
  asOn?: TargetName
  /** Aborted when somebody asks for an end: then nothing more is begun. */
  stop?: AbortSignal
}

/** Runs cases for what they exchange, whether they pass or not. */
export async function exchangesOf(session: Session): Promise<Exchange[]> {
  const { target, cases: selected, seed, monotonic, onCase, asOn = target.name, stop } = session
  const open = opener(target, seed, monotonic)
  const pace = { monotonic, slowness: target.slowness, ...(stop === undefined ? {} : { stop }) }
  const exchanges: Exchange[] = []
  for (const { cases, lanes } of schedule(selected, createRandom(seed, 'order'), asOn)) {
    await inLanes(cases, lanes, async (testCase) => {
      await target.rest(stop)
      if (stop?.aborted === true) return
      onCase(testCase.id)
      exchanges.push(...(await executeCase(testCase, open, pace)).exchanges)
    })
  }
  return exchanges
}
