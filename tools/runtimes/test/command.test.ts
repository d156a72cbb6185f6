import { demoCredentials } from '@truemarkets/sandbox'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../src/command.ts'
import type { Report } from '../src/program.ts'

const { personal, hmac } = demoCredentials
const urls = { auth: '', gateway: '', cefiRest: '', cefiWs: '' }
const target = { url: 'http://127.0.0.1:1', urls, keyFile: personal.keyFile, hmac }

const report = `console.log('{"done":["a step"],"builtInSockets":2}')`

/** Runs a script of one line in place of the program. */
function run(script: string, limits?: { readonly programMs?: number; readonly endingMs?: number }): Promise<Report> {
  return runCommand(process.execPath, ['--eval', script, '--'], target, limits)
}

describe('a runtime', () => {
  it('passes when it reports and ends', async () => {
    expect(await run(report)).toEqual({ done: ['a step'], builtInSockets: 2, failure: undefined })
  })

  it('is handed the target', async () => {
    const told = `console.log(JSON.stringify({ done: [JSON.parse(process.argv[1]).url], builtInSockets: 0 }))`
    expect(await run(told)).toMatchObject({ done: ['http://127.0.0.1:1'] })
  })

  it.each([
    ['a timer is left', `${report}; setInterval(() => {}, 100)`, /something kept the process alive/, { endingMs: 50 }],
    ['it dies before it reports', 'throw new Error("no luck")', /code 1[^]*no luck/, {}],
    ['it dies after it has reported', `${report}; process.exitCode = 3`, /code 3/, {}],
    ['it ends without a report', '', /code 0/, {}],
    ['it never reports', 'setInterval(() => {}, 100)', /no report in time/, { programMs: 50 }],
  ])('fails when %s', async (_, script, failure, limits) => {
    expect((await run(script, limits)).failure).toMatch(failure)
  })

  it('fails when there is no such command', async () => {
    expect((await runCommand('/nowhere/node', [], target)).failure).toMatch(/ENOENT/)
  })
})
