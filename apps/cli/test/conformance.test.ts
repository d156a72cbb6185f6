import { describe, expect, it } from 'vitest'
import { runCli } from './support/spawn-cli.ts'

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

  it('prints the report, and nothing else, for programs', async () => {
    const { code, stdout } = await runCli(['conformance', '--api', 'auth', '--case', 'auth.get-health', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toHaveProperty('cases')
  })
})
