import { untold } from '../run/describe-problem.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, FindingVerdict, Verdict } from '../run/verdict.ts'

/** One or more that are alike; the first stands for them. */
export type Alike<T> = [T, ...T[]]

/** Failed cases by the words they failed with: one cause often fails many. Where the words tell nothing, the place must be one too. */
export const sameWords = ({ cases }: Pick<Verdict, 'cases'>): Alike<CaseVerdict>[] =>
  alike(
    cases.filter(({ outcome }) => failing.includes(outcome)),
    ({ message, detail }) => (message === untold ? `${message} ${detail}` : (message ?? '')),
  )

/** Findings by what differs: a header that nobody documented comes with the answers of every operation. */
export const sameDifference = (findings: readonly FindingVerdict[]): Alike<FindingVerdict>[] =>
  alike(findings, ({ api, rule, at, detail }) => [api, rule, at, detail].join(' | '))

/** Groups in the order of their size, the largest first. */
function alike<T>(items: readonly T[], key: (item: T) => string): Alike<T>[] {
  const groups = new Map<string, Alike<T>>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group === undefined) groups.set(key(item), [item])
    else group.push(item)
  }
  return [...groups.values()].sort((left, right) => right.length - left.length)
}
