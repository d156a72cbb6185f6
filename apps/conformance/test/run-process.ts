import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'

export type Ended = { code: number | null; stdout: string; stderr: string; reports: string }

/** The runner itself, and the runner with a sandbox in the place of UAT. */
export const programs = {
  runner: join(import.meta.dirname, '../src/main.ts'),
  pretendedUat: join(import.meta.dirname, 'pretended-uat.ts'),
}

/** Node.js keeps what it compiled: the second process starts in half the time. */
const NODE_COMPILE_CACHE = join(import.meta.dirname, '../../../node_modules/.cache/node-compile')

const folders: string[] = []

/** A folder for reports that goes when the tests have ended. */
export function newReports(): string {
  const reports = mkdtempSync(join(tmpdir(), 'conformance-'))
  folders.push(reports)
  return reports
}

/** Runs a program to its end, with reports in a folder, by default of its own, which is also where it runs. */
export function runProcess(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  reports = newReports(),
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { PATH = '', HOME = '' } = process.env
    const child = spawn(process.execPath, [program, ...args, '--report-dir', reports], {
      cwd: reports,
      env: { PATH, HOME, NODE_COMPILE_CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr, reports }))
  })
}

/**
 * Runs a command to its end without a process of its own, which would read the contracts again. For whatever is not about signals,
 * the working directory or how a process ends.
 */
export async function runHere(
  command: (args: readonly string[]) => Promise<number>,
  args: readonly string[],
  reports = newReports(),
): Promise<Ended> {
  const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockReturnValue(true))
  try {
    const code = await command(['--report-dir', reports, ...args])
    const [stdout = '', stderr = ''] = streams.map(({ mock }) => mock.calls.map(([text]) => String(text)).join(''))
    return { code, stdout, stderr, reports }
  } finally {
    for (const stream of streams) stream.mockRestore()
  }
}

export function removeReports(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
