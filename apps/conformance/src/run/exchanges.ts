import type { Case } from '../case/define.ts'
import type { Exchange } from '../record/exchange.ts'
import { opener } from '../target/open.ts'
import type { Target, TargetName } from '../target/target.ts'
import { executeCase } from './execute.ts'
import { createRandom } from './random.ts'
import { inLanes, schedule } from './schedule.ts'

/**
 * Runs cases for what they exchange, whether they pass or not.
 * @param asOn the target whose order and lanes are kept; two sessions can be compared only when they ran the same way
 */
export async function exchangesOf(
  target: Target,
  selected: readonly Case[],
  seed: number,
  monotonic: () => number,
  onCase: (id: string) => void,
  asOn: TargetName = target.name,
): Promise<Exchange[]> {
  const open = opener(target, seed, monotonic)
  const exchanges: Exchange[] = []
  for (const { cases, lanes } of schedule(selected, createRandom(seed, 'order'), asOn)) {
    await inLanes(cases, lanes, async (testCase) => {
      onCase(testCase.id)
      exchanges.push(...(await executeCase(testCase, open, { monotonic, slowness: target.slowness })).exchanges)
    })
  }
  return exchanges
}
