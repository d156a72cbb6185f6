import { describe, expect, it } from 'vitest'
import { junitReport } from '../src/report/junit.ts'
import { failed, verdict } from './sample-report.ts'

describe('the report for build servers', () => {
  it('escapes what a service may have answered', () => {
    const xml = junitReport(verdict)
    expect(xml).toContain('message="got &quot;pending&quot; &amp; &apos;&lt;b&gt;&apos;"')
  })

  it('keeps the lines of a message, which an attribute of XML would make one, and says where it failed', () => {
    const xml = junitReport({ ...verdict, cases: [{ ...failed, message: 'one\ntwo' }] })
    expect(xml).toContain('message="one&#10;two">at src/cases/gateway/orders.ts:12</failure>')
  })

  it('tells where a case failed, and on which runtime', () => {
    const xml = junitReport({ ...verdict, runtimes: ['node24', 'bun'] })
    expect(xml).toContain('name="gateway.create-order.limit on node24"')
    expect(xml).toContain('>at src/cases/gateway/orders.ts:12</failure>')
  })

  it('puts what belongs to no case into a suite of its own', () => {
    expect(junitReport(verdict)).toContain(
      '<testsuite name="run" tests="2" failures="2" errors="0" skipped="0" time="0.000">',
    )
  })

  it('counts what failed, what was let pass, and how long it all took', () => {
    const cases = [...verdict.cases, { ...failed, id: 'gateway.flaky', outcome: 'flaky' as const }]
    const xml = junitReport({ ...verdict, cases })
    expect(xml).toContain('<testsuites name="conformance" tests="5" failures="3" errors="0" skipped="1" time="0.120">')
    expect(xml).toContain('<testsuite name="gateway" tests="2" failures="1" errors="0" skipped="1" time="0.080">')
  })
})
