// Adds up what the test run and the conformance run wrote into reports/, and prints the whole count as the last line.
// A run that left no report counts as one failure: silence is never green.
import { readFileSync } from 'node:fs'

type Count = { passed: number; failed: number }

const failedSteps = Number(process.argv[2] ?? 0)

function tests(): Count {
  const report = JSON.parse(readFileSync('reports/tests.json', 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    testResults: { status: string; assertionResults: unknown[] }[]
  }
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length }
}

function conformance(): Count {
  const report = JSON.parse(readFileSync('reports/conformance.json', 'utf8')) as { summary: Count }
  return { passed: report.summary.passed, failed: report.summary.failed }
}

function read(name: string, count: () => Count): Count {
  try {
    const { passed, failed } = count()
    if (passed + failed === 0) throw new Error('it counted nothing')
    console.log(`${name}: ${passed} passed, ${failed} failed`)
    return { passed, failed }
  } catch (cause) {
    console.log(`${name}: no usable report (${cause instanceof Error ? cause.message : String(cause)})`)
    return { passed: 0, failed: 1 }
  }
}

const counts = [read('tests', tests), read('conformance', conformance)]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = Math.max(
  counts.reduce((sum, count) => sum + count.failed, 0),
  failedSteps,
)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
