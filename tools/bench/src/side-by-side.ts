import { setImmediate } from 'node:timers/promises'
import { do_not_optimize, measure } from 'mitata'

/** Work to measure; async work is awaited. */
export type Work = () => unknown

/** Median time of each contender in nanoseconds, and its ratio to the first one. */
export type Measured<Name extends string> = Record<Name, { readonly ns: number; readonly ratio: number }>

/** Nothing counts before; compiling what is measured to the end takes a call of a client as long as this. */
const WARM_UP_MS = 2_000

const SAMPLING = {
  // Calls of clients are timed one by one. mitata would time some 4,096 at once and others not, by how long one cold call took.
  batch_threshold: 10_000,
  batch_samples: 1024,
  // A forced collection throws away compiled code, and what mitata does where it cannot force one, filling a gigabyte, slows
  // whoever is measured next.
  gc: false,
} as const

/**
 * Measures contenders in turn, round after round, so that a change of the machine's speed meets all of them alike.
 *
 * The ratio is the median of the ratios of each round, not the ratio of the medians.
 *
 * @param contenders The first one is the reference.
 */
export async function sideBySide<Name extends string>(
  contenders: Record<Name, Work>,
  { rounds = 21, milliseconds = 20 }: { readonly rounds?: number; readonly milliseconds?: number } = {},
): Promise<Measured<Name>> {
  const names = Object.keys(contenders) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  const timeOf = async (name: Name): Promise<number> => {
    // Promises alone never let the runtime clean up, and the litter of one contender would be charged to the next.
    await setImmediate()
    const { p50 } = await measure(kept(contenders[name]), { ...SAMPLING, min_cpu_time: milliseconds * 1e6 })
    return p50
  }
  const warm = performance.now() + WARM_UP_MS * names.length
  while (performance.now() < warm) for (const name of names) await timeOf(name)
  for (let round = 0; round < rounds; round++) {
    for (const name of inTurn(names, round)) times.get(name)?.push(await timeOf(name))
  }
  const reference = times.get(names[0] as Name) ?? []
  const rows = names.map((name) => {
    const own = times.get(name) ?? []
    const ratios = own.map((time, round) => time / (reference[round] ?? Number.NaN))
    return [name, { ns: median(own), ratio: median(ratios) }] as const
  })
  return Object.fromEntries(rows) as Measured<Name>
}

/** There and back again, round by round: what one leaves behind for the collector is paid for by the next, and not always by the same. */
export function inTurn<Name>(names: readonly Name[], round: number): readonly Name[] {
  return round % 2 === 0 ? names : names.toReversed()
}

/** Keeps the compiler from dropping work whose result nobody reads. */
function kept(work: Work): Work {
  return () => {
    const result = work()
    do_not_optimize(result)
    return result
  }
}

/** The middle value; of an even count the upper one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
