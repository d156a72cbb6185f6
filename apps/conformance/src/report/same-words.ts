import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'

/** Failed cases by the words they failed with, the most frequent first: one cause often fails many. */
export function sameWords({ cases }: Pick<Verdict, 'cases'>): [CaseVerdict, ...CaseVerdict[]][] {
  const groups = new Map<string | null, [CaseVerdict, ...CaseVerdict[]]>()
  for (const one of cases.filter(({ outcome }) => failing.includes(outcome))) {
    const group = groups.get(one.message)
    if (group === undefined) groups.set(one.message, [one])
    else group.push(one)
  }
  return [...groups.values()].sort((left, right) => right.length - left.length)
}
