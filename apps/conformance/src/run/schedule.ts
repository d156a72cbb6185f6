import type { Case } from '../case/define.ts'
import type { Target, TargetName } from '../target/target.ts'
import { createRandom, type Random } from './random.ts'

/** Cases that may run side by side, and on how many lanes. */
export type Stage = { cases: Case[]; lanes: number }

/**
 * Reading cases first, many at a time; then those that trade or transfer; last, one by one, those that measure what any
 * other could change. A live target gets trading cases one at a time. The order within a stage follows the seed: a case
 * must not lean on another.
 */
export function schedule(cases: readonly Case[], random: Random, target: TargetName): Stage[] {
  const shuffled = random.shuffle(cases)
  const shared = shuffled.filter(({ exclusive }) => !exclusive)
  return [
    { cases: shared.filter(({ touches }) => touches === 'read'), lanes: target === 'sandbox' ? 8 : 2 },
    { cases: shared.filter(({ touches }) => touches !== 'read'), lanes: target === 'sandbox' ? 6 : 1 },
    { cases: shuffled.filter(({ exclusive }) => exclusive), lanes: 1 },
  ]
}

/** Works through the items with at most `lanes` at a time. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
}

/** In which order cases are worked through, where, and until when. */
export type Walk = {
  target: Pick<Target, 'name' | 'rest'>
  seed: number
  /** The target whose order and lanes are kept; default: its own. */
  asOn?: TargetName | undefined
  /** Aborted when somebody asks for an end: then nothing more is begun. */
  stop?: AbortSignal | undefined
}

/** Works through cases, each once the target may be asked something new. */
export async function walk(
  cases: readonly Case[],
  { target, seed, asOn = target.name, stop }: Walk,
  work: (testCase: Case) => Promise<void>,
): Promise<void> {
  for (const stage of schedule(cases, createRandom(seed, 'order'), asOn))
    await inLanes(stage.cases, stage.lanes, async (testCase) => {
      await target.rest(stop)
      if (stop?.aborted !== true) await work(testCase)
    })
}
