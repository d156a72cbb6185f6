// The main job, from a fresh clone to a verdict: generate what is missing, build what changed, run the cases.
// pnpm has installed before this starts. Needs nothing but Node.js itself.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createProgress } from './progress.ts'

const repository = join(import.meta.dirname, '..', '..')
const progress = createProgress(process.stderr)

/** Node.js keeps what it compiled, so that the second run starts in half the time. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(repository, 'node_modules', '.cache', 'node-compile') }

type Step = { title: string; command: string; args: string[] }

const preparation: Step[] = [
  {
    title: 'generate the packages from the contracts',
    command: process.execPath,
    args: ['tools/contracts/src/main.ts', 'generate'],
  },
  { title: 'build the packages', command: 'turbo', args: ['run', 'build', '--output-logs=errors-only'] },
]

/** Runs a step with its output held back, and shows all of it when the step fails. */
function prepare({ title, command, args }: Step): Promise<number> {
  const done = progress.begin(title)
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', (cause) => finish(1, `${cause.message}\n`))
    child.on('close', (code) => finish(code ?? 1, Buffer.concat(output).toString()))
    function finish(code: number, text: string): void {
      done(code === 0, performance.now() - began)
      if (code !== 0) process.stderr.write(`Could not ${title}.\n${text}`)
      resolve(code)
    }
  })
}

/** The cases speak for themselves: their output goes straight through. */
function runCases(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['apps/conformance/src/main.ts', ...args], {
      cwd: repository,
      env,
      stdio: 'inherit',
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

async function main(args: readonly string[]): Promise<number> {
  for (const step of preparation) {
    const code = await prepare(step)
    if (code !== 0) return 1
  }
  return runCases(args)
}

process.exitCode = await main(process.argv.slice(2))
