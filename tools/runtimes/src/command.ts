import { type ChildProcess, spawn } from 'node:child_process'
import { withDirectLoopback } from '@truemarkets/line/direct-loopback'
import type { Report, Target } from './program.ts'

/** Longest times for the whole program, and for the process to end by itself afterwards, in milliseconds. */
const LIMITS = { programMs: 60_000, endingMs: 5_000 }

const NOTHING = { done: [], builtInSockets: 0 }

/** Runs the program in a process of its own. One that does not end by itself has left something behind: a failure. */
export function runCommand(
  command: string,
  args: readonly string[],
  target: Target,
  limits: Partial<typeof LIMITS> = {},
): Promise<Report> {
  const { programMs, endingMs } = { ...LIMITS, ...limits }
  return new Promise((resolve) => {
    const child = spawn(command, [...args, JSON.stringify(target)], {
      env: withDirectLoopback(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let report: Report | undefined
    let output = ''
    let errors = ''
    const late = setTimeout(() => end(child, 'There was no report in time.'), programMs)
    let failure: string | undefined
    function end(process: ChildProcess, reason: string): void {
      failure = reason
      process.kill('SIGKILL')
    }
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (report !== undefined || !output.includes('\n')) return
      report = JSON.parse(output) as Report
      clearTimeout(late)
      const leftover = setTimeout(() => end(child, 'It was done, and something kept the process alive.'), endingMs)
      child.on('close', () => clearTimeout(leftover))
    })
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.on('error', (error) => {
      failure = error.message
    })
    child.on('close', (code) => {
      clearTimeout(late)
      const died = code === 0 && report !== undefined ? undefined : `It ended with code ${code}.\n${errors}`
      resolve({ ...(report ?? NOTHING), failure: report?.failure ?? failure ?? died })
    })
  })
}
