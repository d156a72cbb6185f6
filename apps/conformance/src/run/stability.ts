import type { Lists } from './lists.ts'
import type { Verdict } from './verdict.ts'

/** Fewer runs than this prove nothing about a case that fails now and then. */
export const enoughRuns = 20

/** Cases that are listed as flaky, ran often, and passed every time: the list must let go of them. */
export function neverFailed(verdicts: readonly Pick<Verdict, 'target' | 'cases'>[], lists: Lists): string[] {
  return lists.knownFlaky
    .map((entry) => entry.case)
    .filter((id) => {
      const outcomes = verdicts.flatMap(({ cases }) =>
        cases.filter((one) => one.id === id).map(({ outcome }) => outcome),
      )
      return outcomes.length >= enoughRuns && outcomes.every((outcome) => outcome === 'passed')
    })
}
