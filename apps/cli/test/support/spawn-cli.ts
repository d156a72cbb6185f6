import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What a run of the real program came to. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of the real program that is still going on. */
export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ran>
  /** Resolves when standard output holds the text. */
  said(text: string): Promise<void>
  /** Resolves when standard error holds the text. */
  noted(text: string): Promise<void>
}

/** The program itself. */
export const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

/** Starts the program with these variables and no others but the path. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'], ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, stdout, stderr }))
  return {
    process: child,
    ended,
    async said(text) {
      while (!stdout.includes(text)) await once(child.stdout, 'data')
    },
    async noted(text) {
      while (!stderr.includes(text)) await once(child.stderr, 'data')
    },
  }
}

/** Runs the program to its end. */
export function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return startCli(args, env).ended
}
