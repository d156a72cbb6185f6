// The main job, from a fresh clone to a verdict: generate what is missing, build what changed, run the cases.
// pnpm has installed before this starts. Needs nothing but Node.js itself.
import { spawn } from 'node:child_process'
import { build, env, generate, prepare, repository } from './prepare.ts'

/** The cases speak for themselves: their output goes straight through. */
function runCases(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['apps/conformance/src/main.ts', ...args], {
      cwd: repository,
      env,
      stdio: 'inherit',
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

async function main(args: readonly string[]): Promise<number> {
  for (const step of [generate, build]) {
    if ((await prepare(step)) !== 0) return 1
  }
  return runCases(args)
}

process.exitCode = await main(process.argv.slice(2))
