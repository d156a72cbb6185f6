// Runs the same program on every runtime that is here, each against a sandbox of its own, and says what became of it.
import { performance } from 'node:perf_hooks'
import { startSandbox } from '@truemarkets/sandbox'
import { targetOf } from './program.ts'
import { allRuntimes } from './runtimes.ts'

const { found, missing } = await allRuntimes()
let failures = 0
for (const { name, isBuiltIn, run } of found) {
  const sandbox = await startSandbox()
  const began = performance.now()
  const { done, builtInSockets, failure } = await run(targetOf(sandbox))
  const { internalErrors, contractViolations } = sandbox.log
  await sandbox.close()
  const wrong =
    internalErrors + contractViolations > 0 ? 'The sandbox counted errors or violations of the contract.' : undefined
  const mixedUp =
    builtInSockets > 0 === isBuiltIn ? undefined : `The built-in WebSocket opened ${builtInSockets} sockets.`
  const problem = failure ?? mixedUp ?? wrong
  const time = `${((performance.now() - began) / 1000).toFixed(1)} s`
  console.log(`${problem === undefined ? '✓' : '✗'} ${name.padEnd(44)} ${done.length} steps, ${time}`)
  if (problem === undefined) continue
  failures++
  for (const step of done) console.log(`    ${step}`)
  console.log(`    then: ${problem.replaceAll('\n', '\n    ')}`)
}
for (const { name, reason, isExpected } of missing) {
  if (isExpected) failures++
  console.log(`${isExpected ? '✗' : '–'} ${name.padEnd(44)} not run: ${reason}`)
}
console.log(`\n${found.length} runtimes, ${failures} failed, ${missing.length} not here`)
process.exitCode = failures > 0 ? 1 : 0
