import { isLive, type TargetName } from '../target/target.ts'
import type { Problem } from './execute.ts'
import type { Scrub } from './scrub.ts'

/** A comparison of two values prints both, perhaps shortened, so that on a live target only the place is told. */
export function describeProblem({ message, compares }: Problem, scrub: Scrub, target: TargetName): string {
  return isLive(target) && compares ? 'two values that should agree do not' : scrub(message)
}

/** A sentence for each failure that nobody waited for. */
export const describeUnhandled = (problems: readonly Problem[], scrub: Scrub, target: TargetName): string[] =>
  problems.map((problem) => {
    const place = problem.detail === null ? '' : ` ${problem.detail}`
    return `nobody waited for what failed${place}: ${describeProblem(problem, scrub, target)}`
  })
