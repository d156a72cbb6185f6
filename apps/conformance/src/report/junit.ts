import { apis } from '../api.ts'
import { findingKey } from '../audit/finding.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'
import { onRuntime } from './figures.ts'

/** One test as XML, and how it counts. */
type Test = { xml: string; outcome: 'passed' | 'failed' | 'skipped'; seconds: number }

/** JUnit XML as build servers read it: a suite per API, and one for what belongs to no case. */
export function junitReport(verdict: Verdict): string {
  const suites = [
    ...apis.map((api) => ({
      name: api,
      tests: verdict.cases.filter((one) => one.api === api).map((one) => testCase(one, verdict)),
    })),
    { name: 'run', tests: runWide(verdict) },
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="conformance" ${counts(suites.flatMap(({ tests }) => tests))}>`,
    ...suites.flatMap(({ name, tests }) => [
      `  <testsuite name="${name}" ${counts(tests)}>`,
      ...tests.map(({ xml }) => xml),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function counts(tests: readonly Test[]): string {
  const of = (outcome: Test['outcome']) => tests.filter((test) => test.outcome === outcome).length
  const seconds = tests.reduce((sum, test) => sum + test.seconds, 0)
  return `tests="${tests.length}" failures="${of('failed')}" errors="0" skipped="${of('skipped')}" time="${seconds.toFixed(3)}"`
}

function testCase(one: CaseVerdict, verdict: Verdict): Test {
  const seconds = one.durationMs / 1000
  const open = `    <testcase classname="${one.api}" name="${escape(`${one.id}${onRuntime(one, verdict)}`)}" time="${seconds.toFixed(3)}"`
  if (failing.includes(one.outcome))
    return { xml: `${open}>${failure(one.message ?? '', one.detail ?? '')}</testcase>`, outcome: 'failed', seconds }
  if (one.outcome === 'passed') return { xml: `${open}/>`, outcome: 'passed', seconds }
  const why = one.outcome === 'skipped' ? (one.message ?? '') : one.outcome
  return { xml: `${open}><skipped message="${escape(why)}"/></testcase>`, outcome: 'skipped', seconds }
}

function runWide(verdict: Verdict): Test[] {
  const all = [...verdict.problems, ...verdict.findings.fresh.map(findingKey)]
  return all.map((text) => ({
    xml: `    <testcase classname="run" name="${escape(text)}" time="0.000">${failure(text, '')}</testcase>`,
    outcome: 'failed',
    seconds: 0,
  }))
}

const failure = (message: string, detail: string) =>
  `<failure type="failure" message="${escape(message)}">${escape(detail)}</failure>`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML 1.0 has no way to write most control characters, so they go. */
function escape(text: string): string {
  return (
    text
      .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
      .replaceAll('\n', '&#10;')
      // oxlint-disable-next-line no-control-regex -- these are exactly the characters that XML forbids
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  )
}
