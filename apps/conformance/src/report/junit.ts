import { apis } from '../api.ts'
import { findingKey } from '../audit/finding.ts'
import { failing } from '../run/outcome.ts'
import type { CaseVerdict, Verdict } from '../run/verdict.ts'
import { onRuntime } from './figures.ts'

/** JUnit XML as build servers read it: a suite per API, and one for what belongs to no case. */
export function junitReport(verdict: Verdict): string {
  const suites = [
    ...apis.map((api) =>
      suite(
        api,
        verdict.cases.filter((one) => one.api === api).map((one) => testCase(one, verdict)),
        verdict.cases.filter((one) => one.api === api && failing.includes(one.outcome)).length,
      ),
    ),
    suite('run', runWide(verdict), runWide(verdict).length),
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="conformance">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(name: string, tests: readonly string[], failures: number): string {
  return [
    `  <testsuite name="${escape(name)}" tests="${tests.length}" failures="${failures}">`,
    ...tests,
    '  </testsuite>',
  ].join('\n')
}

function testCase(one: CaseVerdict, verdict: Verdict): string {
  const open = `    <testcase classname="${one.api}" name="${escape(`${one.id}${onRuntime(one, verdict)}`)}" time="${(one.durationMs / 1000).toFixed(3)}"`
  if (failing.includes(one.outcome)) return `${open}>${failure(one.message ?? '', one.detail ?? '')}</testcase>`
  if (one.outcome === 'passed') return `${open}/>`
  return `${open}><skipped message="${escape(one.outcome)}"/></testcase>`
}

function runWide(verdict: Verdict): string[] {
  const all = [...verdict.problems, ...verdict.findings.fresh.map(findingKey)]
  return all.map((text) => `    <testcase classname="run" name="${escape(text)}">${failure(text, '')}</testcase>`)
}

const failure = (message: string, detail: string) => `<failure message="${escape(message)}">${escape(detail)}</failure>`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML 1.0 has no way to write most control characters, so they go. */
function escape(text: string): string {
  return (
    text
      .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
      .replaceAll('\n', '&#10;')
      // oxlint-disable-next-line no-control-regex -- these are exactly the characters that XML forbids
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  )
}
