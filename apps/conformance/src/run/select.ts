import type { Api } from '../api.ts'
import type { Case } from '../case/define.ts'
import type { Touch } from '../case/needs.ts'
import type { TargetName } from '../target/target.ts'

export type Selection = {
  target: TargetName
  api: Api | null
  /** Case ids; a name without its last part takes all cases below it. Empty means all. */
  cases: readonly string[]
  /** The most a selected case may touch. */
  touch: Touch
}

/** Whether touching this is allowed where that is the most. */
export const isWithin = (touches: Touch, most: Touch): boolean => rank[touches] <= rank[most]

const rank: Record<Touch, number> = { read: 0, trade: 1, transfer: 2 }

export function select(all: readonly Case[], selection: Selection): Case[] {
  return all.filter(
    (testCase) =>
      (selection.target === 'sandbox' || !testCase.needs.includes('sandbox')) &&
      (selection.api === null || testCase.api === selection.api) &&
      (selection.cases.length === 0 || selection.cases.some((name) => isNamed(testCase, name))) &&
      isWithin(testCase.touches, selection.touch),
  )
}

const isNamed = (testCase: Case, name: string) => testCase.id === name || testCase.id.startsWith(`${name}.`)

/** Ids on `--case` that name nothing; a typing slip must not read as a green run. */
export function unknownNames(all: readonly Case[], selection: Pick<Selection, 'cases'>): string[] {
  return selection.cases.filter((name) => !all.some((testCase) => isNamed(testCase, name)))
}
