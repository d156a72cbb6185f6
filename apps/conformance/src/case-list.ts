import type { Case } from './case/define.ts'
import { count } from './report/figures.ts'

/** What `--list` prints: one line a case, what it shows and what it may touch. */
export function caseList(cases: readonly Case[]): string {
  const width = Math.max(0, ...cases.map(({ id }) => id.length))
  const lines = [...cases]
    .sort((a, b) => a.id.localeCompare(b.id, 'en'))
    .map(({ id, title, touches }) => `${id.padEnd(width)}  ${touches.padEnd(8)}  ${title}`)
  return `${lines.join('\n')}\n${count(cases.length, 'case')}\n`
}
