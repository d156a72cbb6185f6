import type { Case } from '../case/define.ts'
import type { Exchange } from '../record/exchange.ts'
import { opener } from '../target/open.ts'
import type { Target } from '../target/target.ts'
import { executeCase } from './execute.ts'
import { type Walk, walk } from './schedule.ts'

/** Cases that are run for what they exchange. Two sessions can be compared only when they ran the same way: see `asOn`. */
export type Session = Walk & {
  target: Target
  cases: readonly Case[]
  monotonic: () => number
  onCase: (id: string) => void
}

/** Runs cases for what they exchange, whether they pass or not. */
export async function exchangesOf(session: Session): Promise<Exchange[]> {
  const { target, cases, seed, monotonic, onCase, stop } = session
  const open = opener(target, seed, monotonic)
  const pace = { monotonic, slowness: target.slowness, ...(stop === undefined ? {} : { stop }) }
  const exchanges: Exchange[] = []
  await walk(cases, session, async (testCase) => {
    onCase(testCase.id)
    exchanges.push(...(await executeCase(testCase, open, pace)).exchanges)
  })
  return exchanges
}
