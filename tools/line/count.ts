// Adds up what the test run and the conformance run wrote into reports/, prints every failure once more where a long log
// is read first, at its end, and prints the whole count as the last line.
// A run that left no report counts as one failure: silence is never green.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

type Count = { passed: number; failed: number }

type TestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

const failedSteps = Number(process.argv[2] ?? 0)

/** The message and where it was thrown: the frames below are the test runner's. */
function opening(message: string): string {
  return message.split('\n').slice(0, 12).join('\n    ')
}

function tests(): Count {
  const report = JSON.parse(readFileSync('reports/tests.json', 'utf8')) as TestReport
  const failed = report.testResults.filter((file) => file.status === 'failed')
  const brokenFiles = failed.filter((file) => file.assertionResults.length === 0)
  for (const { name, message, assertionResults } of failed) {
    const file = relative('.', name)
    if (assertionResults.length === 0) console.log(`✗ ${file}\n    ${opening(message)}`)
    for (const { fullName, status, failureMessages } of assertionResults)
      if (status === 'failed') console.log(`✗ ${file}: ${fullName}\n    ${opening(failureMessages.join('\n'))}`)
  }
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
