/** Where a world's choices come from: chance with a seed, or every combination in turn. */
export interface Decisions {
  /** A whole number from 0 to `count - 1`. */
  pick(count: number): number
}

/** Choices from a seed (mulberry32). The same seed makes the same world. */
export function seeded(seed: number): Decisions {
  let state = seed >>> 0
  return {
    pick(count) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = state
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * count)
    },
  }
}

/**
 * Every combination of choices, one world after another: the last choice that has an alternative left is raised, and
 * what follows it starts from zero again.
 */
export function* exhaustive(): Generator<Decisions> {
  let plan: { choice: number; readonly count: number }[] = []
  for (;;) {
    let position = 0
    const made = plan
    yield {
      pick(count) {
        const step = made[position] ?? { choice: 0, count }
        made[position++] = step
        return step.choice
      },
    }
    plan = made.slice(0, position)
    while ((plan.at(-1)?.choice ?? 0) + 1 >= (plan.at(-1)?.count ?? Number.POSITIVE_INFINITY)) plan.pop()
    const last = plan.at(-1)
    if (last === undefined) return
    last.choice++
  }
}
