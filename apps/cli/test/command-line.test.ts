import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../src/failure.ts'
import { run } from '../src/program.ts'
import { chooseTarget, targetName } from '../src/target.ts'
import { memoryIo } from './support/memory-io.ts'
import { main } from './support/spawn-cli.ts'

/** Everything a run wrote, and its exit code. */
async function told(args: string[], given: Parameters<typeof memoryIo>[0] = {}) {
  const io = memoryIo(given)
  const code = await run(args, io)
  return { code, stdout: io.stdout(), stderr: io.stderr() }
}

const rest = ['sign', 'cefi-rest', '--method', 'GET', '--path', '/v1/cefi/orders/active']

describe('the command line', () => {
  for (const args of [['--help'], ['doctor', '--help'], ['sign', 'stamp', '--help'], ['tail', 'book', '--help']]) {
    it(`tells the options of "${args.join(' ')}" and is fine`, async () => {
      const { code, stdout, stderr } = await told(args)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^Usage: truemarkets/)
      expect(stdout).not.toContain('(default: false)')
    })
  }

  for (const [why, args, given, message] of [
    ['no command', [], {}, /^Usage: truemarkets/],
    ['no recipe', ['sign'], {}, /^Usage: truemarkets sign/],
    ['an unknown command, with the nearest known one', ['doctr'], {}, /Did you mean doctor\?/],
    ['no environment', ['doctor'], {}, /^No environment was chosen\.\nPass --environment/],
    ['an unknown environment', ['doctor'], { env: { TM_ENV: 'sandbx' } }, /Did you mean "sandbox"\?/],
    [
      'two places at once',
      ['doctor', '-e', 'uat', '--sandbox-url', 'http://127.0.0.1:1'],
      {},
      /--sandbox-url names a sandbox, and --environment uat/,
    ],
    ['a sandbox that is not on this machine', ['doctor', '--sandbox-url', 'http://example.com'], {}, /not encrypted/],
    ['a book of two symbols', ['tail', 'book', 'A', 'B', '-e', 'sandbox'], {}, /too many arguments/],
    ['no count of updates', ['tail', 'book', 'A', '-e', 'sandbox', '--count', '0'], {}, /whole number above zero/],
    [
      'a feed without its credentials',
      ['tail', 'drop-copy', '7', '-e', 'sandbox'],
      {},
      /^Not set: TRUEX_ORG[^\n]*\nSet them; they come from the environment only\.\n$/,
    ],
    ['half of a key', ['tail', 'book', 'A', '-e', 'uat'], { env: { TRUEX_KEY_ID: 'k' } }, /^Not set: TRUEX_ORG/],
    ['a timestamp in milliseconds and a half', [...rest, '--timestamp', '1.5'], {}, /whole Unix seconds/],
    ['no secret', rest, {}, /^TRUEX_KEY_SECRET is not set\./],
    ['no key', ['sign', 'challenge'], {}, /^No key file is named\.\nSet TM_KEY_FILE/],
    ['a key file that is not there', ['sign', 'challenge', '--key-file', 'gone'], {}, /cannot be read: ENOENT/],
    ['nothing to stamp', ['sign', 'stamp'], {}, /^Pass --payload or --payload-file\./],
    ['two payloads', ['sign', 'stamp', '--payload', 'a', '--payload-file', 'b'], {}, /cannot be used with/],
    ['two bodies', [...rest, '--body', 'a', '--body-file', 'b'], {}, /cannot be used with/],
    ['no key to sign a request of the WebSocket for', ['sign', 'cefi-ws'], {}, /^Pass --key, or set TRUEX_KEY_ID\./],
    ['two forms of a report', ['conformance', '--json', '--report-dir', 'x'], {}, /Use one of them/],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const { code, stdout, stderr } = await told([...args], given)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(message)
    })
  }

  it('offers levels of a book, and of nothing else', async () => {
    expect((await told(['tail', 'book', '--help'])).stdout).toContain('--levels <n>')
    expect((await told(['tail', 'trades', '--help'])).stdout).not.toContain('--levels')
  })

  it('tells a failure as JSON to programs', async () => {
    const { code, stderr } = await told(['doctor', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'environment_unknown',
        message: 'No environment was chosen.',
        nextStep: 'Pass --environment production, uat or sandbox, or set TM_ENV.',
      },
    })
  })
})

describe('where a command looks', () => {
  it.each([
    [{ environment: 'sandbox' }, 'sandbox'],
    [{}, 'uat'],
    [{ sandboxUrl: 'http://127.0.0.1:4011' }, 'http://127.0.0.1:4011'],
    [{ environment: 'sandbox', sandboxUrl: 'http://127.0.0.1:4011' }, 'http://127.0.0.1:4011'],
  ])('is what %j says, and TM_ENV where it says nothing', (chosen, name) => {
    expect(targetName(chooseTarget(chosen, { TM_ENV: 'uat' }))).toBe(name)
  })

  it('may be said in short', async () => {
    expect((await told(['doctor', '-e', 'nowhere'])).stderr).toMatch(/nowhere/)
  })
})

describe('a failure', () => {
  it('that nobody foresaw is one, and is told with its words', () => {
    expect(failureOf(new TypeError('unforeseen'))).toMatchObject({
      code: 'unexpected',
      message: 'unforeseen',
      exitCode: 1,
    })
  })
})

describe('a secret on the command line', () => {
  for (const args of [
    [...rest, '--secret=planted-secret'],
    [...rest, '--secret', 'planted-secret'],
    [...rest, 'planted-secret'],
    [...rest, "--secret=planted'=secret"],
    ['sign', 'challenge', '--key=planted-secret'],
    ['doctor', 'planted-secret'],
    ['--', 'planted-secret'],
    [...rest, '--timestamp', 'planted-secret'],
  ]) {
    it(`is refused in "${args.slice(2).join(' ')}" and not repeated`, async () => {
      const { code, stdout, stderr } = await told(args, { env: { TRUEX_KEY_SECRET: 'planted-secret' } })
      expect(code).toBe(2)
      expect(stdout + stderr).not.toContain('planted')
    })
  }
})

describe('the program', () => {
  it.runIf(existsSync('/dev/full'))('fails with a sentence where there is no room for what it shows', () => {
    const full = openSync('/dev/full', 'w')
    const env = { PATH: process.env['PATH'], TRUEX_KEY_SECRET: 'planted-secret' }
    const { status, stderr } = spawnSync(process.execPath, [main, ...rest], { env, stdio: ['ignore', full, 'pipe'] })
    closeSync(full)
    expect([status, String(stderr)]).toEqual([
      1,
      'The output cannot be written (ENOSPC).\nMake room for it, or send it elsewhere.\n',
    ])
  })
})
