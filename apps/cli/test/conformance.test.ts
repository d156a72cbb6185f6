import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../src/program.ts'
import { memoryIo } from './support/memory-io.ts'
import { runCli, startCli } from './support/spawn-cli.ts'

/** A folder that goes when the test has ended. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('conformance', () => {
  it('hands its arguments on, also those that are called like ours', async () => {
    const { code, stdout } = await runCli(['conformance', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Usage: conformance/)
  })

  it('hands the exit code back', async () => {
    const { code, stderr } = await runCli(['conformance', '--target', 'nowhere'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/nowhere/)
  })

  it('says why where the run cannot even be started', async () => {
    const { execPath } = process
    onTestFinished(() => {
      process.execPath = execPath
    })
    process.execPath = '/nowhere/node'
    const io = memoryIo()
    expect(await run(['conformance', '--list'], io)).toBe(1)
    expect(io.stderr()).toMatch(/^spawn \/nowhere\/node ENOENT\n/)
  })

  it('prints the report, and nothing else, for programs, hands the exit code back, and leaves nothing behind', async () => {
    const folder = newFolder()
    const args = ['conformance', '--case', 'auth.get-health', '--answer', 'A2=plain-text', '--json']
    const { code, stdout, stderr } = await runCli(args, { TMPDIR: folder })
    expect(JSON.parse(stdout)).toMatchObject({ cases: [{ id: 'auth.get-health.answers' }], exitCode: 4 })
    expect(code).toBe(4)
    expect(stderr).toContain('≠ 1 passed')
    expect(readdirSync(folder).filter((name) => name.startsWith('truemarkets-'))).toEqual([])
  })

  it('ends in order on Ctrl+C', async () => {
    const reports = newFolder()
    // A case with a finding, so that each turn says when it is over.
    const finding = ['--answer', 'A2=plain-text', '--case', 'auth.get-health']
    const running = startCli(['conformance', '--repeat', '10000', ...finding, '--report-dir', reports])
    await running.said('≠ seed 1:')
    running.process.kill('SIGINT')
    const { code, stdout, stderr } = await running.ended
    expect(stderr).toContain('Ending: what has begun is finished')
    expect(stdout).toMatch(/\n✗ \d+ runs? · /)
    expect(code).toBe(1)
  })
})
