import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { withDirectLoopback } from './direct-loopback.ts'
import { createProgress, type Stream } from './progress.ts'

export const repository = join(import.meta.dirname, '..', '..')

/** Node.js keeps what it compiled, so that the second run starts in half the time. */
export const env = {
  ...withDirectLoopback(process.env),
  NODE_COMPILE_CACHE: join(repository, 'node_modules', '.cache', 'node-compile'),
}

type Step = { title: string; command: string; args: string[] }

export const generate: Step = {
  title: 'generate the packages from the contracts',
  command: process.execPath,
  args: ['tools/contracts/src/main.ts', 'generate'],
}

export const build: Step = {
  title: 'build the packages',
  command: 'turbo',
  args: ['run', 'build', '--output-logs=errors-only'],
}

/** Only pnpm puts on the path what it has installed. Where a folder of the path may not be read, what is absent is EACCES. */
const nextStep = (cause: Error): string =>
  'code' in cause && (cause.code === 'ENOENT' || cause.code === 'EACCES')
    ? 'Start it through pnpm, as in `npx --yes pnpm@12.21.0 conformance`, after `npx --yes pnpm@12.21.0 install`.\n'
    : ''

/** Runs a step with its output held back, and shows all of it when the step fails. Resolves to its exit code. */
export function prepare({ title, command, args }: Step, stderr: Stream = process.stderr): Promise<number> {
  const done = createProgress(stderr).begin(title)
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    // A command that could not be started is closed as well.
    child.on('error', (cause) => output.push(Buffer.from(`${cause.message}\n${nextStep(cause)}`)))
    child.on('close', (exit) => {
      const code = exit ?? 1
      done(code === 0, performance.now() - began)
      if (code !== 0) stderr.write(`Could not ${title}.\n${Buffer.concat(output).toString()}`)
      resolve(code)
    })
  })
}
