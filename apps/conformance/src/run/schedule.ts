import type { Case } from '../case/define.ts'
import type { Random } from './random.ts'

export type Schedule = { together: Case[]; alone: Case[] }

/**
 * Cases that only read may run side by side; cases that trade or transfer run one at a time, after them,
 * because an account and a book are shared. The order within each part follows the seed: a case must not lean on another.
 */
export function schedule(cases: readonly Case[], random: Random): Schedule {
  const shuffled = random.shuffle(cases)
  return {
    together: shuffled.filter((testCase) => testCase.touches === 'read'),
    alone: shuffled.filter((testCase) => testCase.touches !== 'read'),
  }
}

/** Works through the items with at most `lanes` at a time. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
}
