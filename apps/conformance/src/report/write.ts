import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Verdict } from '../run/verdict.ts'
import { htmlReport } from './html.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'

/** Writes the reports and returns their paths. */
export function writeReports(folder: string, verdict: Verdict, finishedAt: Date): string[] {
  mkdirSync(folder, { recursive: true })
  const files = {
    'conformance.html': htmlReport(verdict, finishedAt),
    'conformance.json': jsonReport(verdict, finishedAt),
    'conformance.junit.xml': junitReport(verdict),
  }
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
