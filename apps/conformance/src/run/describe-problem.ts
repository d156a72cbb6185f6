import { isLive, type TargetName } from '../target/target.ts'
import type { Problem } from './execute.ts'
import type { Scrub } from './scrub.ts'

/** What is told of a comparison on a live target: its own message prints both values, perhaps shortened. */
export const untold = 'two values that should agree do not; of a live service neither is printed'

export function describeProblem({ message, compares }: Problem, scrub: Scrub, target: TargetName): string {
  return isLive(target) && compares ? untold : scrub(message)
}

/** A sentence for each failure that nobody waited for. */
export const describeUnhandled = (problems: readonly Problem[], scrub: Scrub, target: TargetName): string[] =>
  problems.map((problem) => {
    const place = problem.detail === null ? '' : ` ${problem.detail}`
    return `nobody waited for what failed${place}: ${describeProblem(problem, scrub, target)}`
  })
