import { exitCode } from '../exit-code.ts'
import { percent } from '../percent.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, FindingVerdict, Verdict } from '../run/verdict.ts'
import { type Alike, sameDifference, sameWords } from './alike.ts'
import {
  type ApiFigures,
  apiFigures,
  count,
  isWorthTelling,
  onRuntime,
  replayCommand,
  seconds,
  tally,
} from './figures.ts'
import type { Style } from './style.ts'

/**
 * The verdict as a person reads it at the end of a run.
 * @param width columns of the terminal; no line of the table is longer
 */
export function terminalReport(verdict: Verdict, style: Style, width = Number.POSITIVE_INFINITY): string {
  const { cases } = verdict
  const sections = [
    table(apiFigures(verdict).filter(isWorthTelling), style, width),
    runtimeLines(verdict, style),
    failures(verdict, style),
    findings(verdict, style),
    verdict.problems.map((problem) => `  ${style.red('✗')} ${problem}`),
    others(cases, style),
    [verdictLine(verdict, style)],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const columns = ['API', 'Cases', 'Passed', 'Failed', 'Exchanges', 'Findings', 'Time', 'Coverage']
/** Words to the left, numbers to the right. */
const wordColumns = [0, columns.length - 1]

function table(figures: readonly ApiFigures[], style: Style, width: number): string[] {
  if (figures.length === 0) return []
  const isNarrow = width < wideTable
  const rows = figures.map((row) => ({ cells: cells(row, isNarrow), paint: paintOf(row, style) }))
  const widths = columns.map((title, at) =>
    Math.max(title.length, ...rows.map(({ cells }) => (cells[at] ?? '').length)),
  )
  const align = (cell: string, at: number) =>
    wordColumns.includes(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)
  const line = (texts: readonly string[]) => `  ${texts.map(align).join('  ')}`.trimEnd()
  return [style.bold(line(columns)), ...rows.map(({ cells, paint }) => paint(line(cells)))]
}

/** What the table takes with words and a bar; on less it gets figures alone. */
const wideTable = 118

function cells(row: ApiFigures, isNarrow: boolean): string[] {
  const numbers = [row.cases, row.passed, row.failed, row.exchanges, row.findings].map(String)
  return [row.api, ...numbers, seconds(row.durationMs), isNarrow ? shortCoverage(row) : coverageText(row)]
}

function paintOf(row: ApiFigures, style: Style): (text: string) => string {
  if (row.failed > 0 || row.coverage.gaps.length > 0) return style.red
  return row.findings > 0 ? style.yellow : (text) => text
}

const shortCoverage = ({ answered, coverage: { subjects } }: ApiFigures) =>
  `${percent(answered, subjects)} % ${answered}/${subjects}`

function coverageText({ api, answered, refused, coverage: { subjects, refusable } }: ApiFigures): string {
  const what = api === 'cefi-ws' ? 'messages' : 'operations'
  const share = percent(answered, subjects)
  return `${bar(share)} ${String(share).padStart(3)} %  ${answered} of ${subjects} ${what}, ${refused} of ${refusable} refused`
}

/** One line for each runtime, where there are several. */
function runtimeLines({ runtimes, cases }: Verdict, style: Style): string[] {
  if (runtimes.length < 2) return []
  return runtimes.map((runtime) => {
    const own = cases.filter((one) => one.runtime === runtime)
    const failed = own.filter(({ outcome }) => failing.includes(outcome)).length
    const passed = own.filter(({ outcome }) => outcome === 'passed').length
    const line = `  ${runtime.padEnd(8)} ${passed} passed, ${failed} failed`
    return failed > 0 ? style.red(line) : line
  })
}

const bar = (share: number) => '█'.repeat(Math.floor(share / 10)).padEnd(10, '░')

function failures(verdict: Verdict, style: Style): string[] {
  return sameWords(verdict).flatMap(([one, ...others]) => [
    `  ${style.red('✗')} ${style.bold(one.id)}${onRuntime(one, verdict)}  ${one.title}`,
    ...(one.message ?? '').split('\n').map((line) => `      ${line}`.trimEnd()),
    ...(one.detail === null ? [] : [style.dim(`      ${one.detail}`)]),
    style.dim(`      ${replayCommand(verdict, one)}`),
    ...(others.length === 0 ? [] : [`      and ${count(others.length, 'more case')} with the same words:`]),
    ...others.map((other) => `        ${other.id}${onRuntime(other, verdict)}`),
  ])
}

/** More than this says nothing more; the HTML report has them all. */
const shownFindings = 30

function findings({ findings }: Verdict, style: Style): string[] {
  const groups = sameDifference(findings.fresh)
  const hidden = groups.slice(shownFindings).flat().length
  return [
    ...groups.slice(0, shownFindings).map((group) => findingLine(group, style)),
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
  ]
}

function findingLine([first, ...others]: Alike<FindingVerdict>, style: Style): string {
  const { rule, api, subject, answer, at, detail, cases } = first
  const what = [style.bold(`${api}.${subject}`), answer, rule, at, detail].filter((part) => part !== '').join(' ')
  const more = others.length === 0 ? '' : `, as in ${count(others.length, 'more answer')}`
  return `  ${style.yellow('≠')} ${what}${more} ${style.dim(`(${cases[0] ?? ''})`)}`
}

function others(cases: readonly CaseVerdict[], style: Style): string[] {
  const listed = cases.filter(({ outcome }) => outcome === 'known-failing' || outcome === 'flaky')
  const skipped = cases.filter(({ outcome }) => outcome === 'skipped')
  return [
    ...listed.map(
      ({ id, outcome, message }) => `  ${style.yellow('~')} ${id} ${outcome}: ${(message ?? '').split('\n')[0] ?? ''}`,
    ),
    // Those that rest on the same question are told together; the HTML report names each.
    ...[...new Set(skipped.map(({ message }) => message ?? ''))].map((why) => {
      const own = skipped.filter(({ message }) => message === why)
      return `  ${style.yellow('~')} ${own.length === 1 ? own[0]?.id : count(own.length, 'case')} skipped: ${why}`
    }),
  ]
}

function verdictLine(verdict: Verdict, style: Style): string {
  const parts = [...tally(verdict), seconds(verdict.durationMs), `${verdict.target}, seed ${verdict.seed}`].join(' · ')
  if (verdict.exitCode === exitCode.passed) return style.green(`✓ ${parts}`)
  if (verdict.exitCode === exitCode.drift) return style.yellow(`≠ ${parts} · service and contract differ`)
  if (verdict.exitCode === exitCode.skipped) return style.yellow(`~ ${parts} · nothing was tried`)
  return style.red(`✗ ${parts}`)
}
