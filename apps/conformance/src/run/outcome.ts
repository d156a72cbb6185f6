import type { TargetName } from '../target/target.ts'
import type { Lists } from './lists.ts'

export type Outcome = 'passed' | 'failed' | 'known-failing' | 'flaky' | 'fixed' | 'skipped'

/** `fixed` counts as a failure: a list that keeps a case which passes would hide its next break. */
export const failing: readonly Outcome[] = ['failed', 'fixed']

export function outcomeOf(lists: Lists, target: TargetName, id: string, passed: boolean): Outcome {
  const isOn = (list: Lists['knownFailing']) =>
    list.some((entry) => entry.case === id && entry.targets.includes(target))
  if (isOn(lists.knownFailing)) return passed ? 'fixed' : 'known-failing'
  if (passed) return 'passed'
  return isOn(lists.knownFlaky) ? 'flaky' : 'failed'
}

/** Entries that name no case: the case was renamed or removed, and the list must follow. */
export function strayEntries(lists: Lists, ids: readonly string[]): string[] {
  return [...lists.knownFailing, ...lists.knownFlaky, ...lists.unsupported]
    .map((entry) => entry.case)
    .filter((id) => !ids.includes(id))
}
