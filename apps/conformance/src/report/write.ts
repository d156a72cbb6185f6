import { join } from 'node:path'
import { summary } from '../run/verdict.ts'
import { badge } from './badge.ts'
import { htmlReport, type Report } from './html.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { writeWhole } from './write-whole.ts'

/** Writes the reports and returns their paths. */
export function writeReports(folder: string, report: Report): string[] {
  const { verdict, finishedAt } = report
  const { passed, skipped } = summary(verdict)
  const files = {
    'conformance.html': htmlReport(report),
    'conformance.json': jsonReport(verdict, finishedAt),
    'conformance.junit.xml': junitReport(verdict),
    'conformance.svg': badge(passed, verdict.cases.length - skipped, verdict.exitCode),
  }
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name)
    writeWhole(path, text)
    return path
  })
}
