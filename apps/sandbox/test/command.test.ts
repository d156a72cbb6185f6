import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { command } from '../src/command.ts'
import { demoCredentials, startSandbox } from '../src/index.ts'
import type { State } from '../src/status-page/state.ts'

const MAIN = join(import.meta.dirname, '../src/main.ts')

interface Run {
  readonly code: number | null
  readonly output: string
}

/** A folder that goes when the test has ended. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs the command within this process; a sandbox that starts goes on until `stop`, which comes back with the exit code. */
async function begin(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const lines: string[] = []
  const print = (text: string) => lines.push(text)
  let stop: (() => Promise<number>) | undefined
  const onStop = (given: () => Promise<number>) => {
    stop = given
  }
  const started = await command(args, { env, print, printError: print, onStop })
  const output = () => lines.join('\n')
  return {
    output,
    stop: () => stop?.() ?? Promise.resolve(started),
    /** What the sandbox says of itself. */
    state: async (): Promise<State> => {
      const [, url = ''] = /sandbox at (\S+)/.exec(output()) ?? []
      return (await (await fetch(`${url}/sandbox/state`)).json()) as State
    },
  }
}

/** The same, stopped at once. */
async function runHere(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { stop, output } = await begin(args, env)
  return { code: await stop(), output: output() }
}

/** Runs the command as a person does: reads what it prints, does something, and ends it, by Ctrl+C or another signal. */
function runAlone(
  args: readonly string[],
  signal: NodeJS.Signals,
  act: (printed: string) => Promise<void>,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'] ?? '' } })
    let output = ''
    let acted = false
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (acted || !output.includes('Ctrl+C')) return
      acted = true
      act(output)
        .catch(reject)
        .finally(() => child.kill(signal))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    onTestFinished(() => void child.kill('SIGKILL'))
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('pnpm sandbox', () => {
  it.each([
    ['on Ctrl+C', 'SIGINT'],
    ['when its terminal is closed', 'SIGHUP'],
  ] as const)('prints a first request that works, stops %s, and leaves what it recorded behind', async (_, signal) => {
    const file = join(newFolder(), 'session.har')
    const { code, output } = await runAlone(['--port', '0', '--record', file], signal, async (printed) => {
      const [, url = ''] = /curl -s (\S+) /.exec(printed) ?? []
      const [, body = ''] = /-d '(.+)'/.exec(printed) ?? []
      const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      expect(response.status).toBe(200)
    })
    expect(code).toBe(0)
    expect(output).toContain(demoCredentials.hmac.secret)
    const { log } = JSON.parse(readFileSync(file, 'utf8')) as { log: { entries: unknown[] } }
    expect(log.entries).toHaveLength(1)
    expect(output).toContain(`is in ${file}`)
  })

  it('ends at once, also while an answer is delayed', async () => {
    const { code } = await runAlone(['--port', '0'], 'SIGTERM', async (printed) => {
      const [, url = ''] = /sandbox at (\S+)/.exec(printed) ?? []
      const rule = { kind: 'delay', value: 600_000 }
      const headers = { 'Content-Type': 'application/json' }
      await fetch(`${url}/sandbox/faults`, { method: 'POST', headers, body: JSON.stringify(rule) })
      fetch(`${url}/v1/auth/health`).catch(() => 'ended with the sandbox')
      const armed = async () => ((await (await fetch(`${url}/sandbox/faults`)).json()) as { faults: unknown[] }).faults
      await expect.poll(armed).toStrictEqual([])
    })
    expect(code).toBe(0)
  })

  it('does not start where what it records could not be kept', async () => {
    const nowhere = join(newFolder(), 'absent', 'session.har')
    const { code, output } = await runHere(['--port', '0', '--record', nowhere])
    expect([code, output]).toStrictEqual([2, expect.stringMatching(/^ENOENT: .*absent/)])
    expect(output).not.toContain('sandbox at')
  })

  it('says so where what it recorded can no longer be kept when it stops', async () => {
    const folder = newFolder()
    const { stop, output } = await begin(['--port', '0', '--record', join(folder, 'session.har')])
    rmSync(folder, { recursive: true })
    expect(await stop()).toBe(2)
    expect(output()).toMatch(/\nENOENT: [^\n]*$/)
  })

  it('hands its seed and its worlds on: the same seed makes the same market', async () => {
    const stateWith = async (args: readonly string[]) => {
      const { state, stop } = await begin(['--port', '0', ...args])
      const { books, answers } = await state()
      await stop()
      return { books, answers }
    }
    const first = await stateWith(['--seed', '7', '--answer', 'A5=reusable', '--answer', 'G20=not-on-uat'])
    const again = await stateWith(['--seed', '7'])
    const other = await stateWith([])
    expect([first.answers, again.answers]).toStrictEqual([{ A5: 'reusable', G20: 'not-on-uat' }, {}])
    expect(again.books).toStrictEqual(first.books)
    expect(other.books).not.toStrictEqual(first.books)
    expect((await stateWith(['--seed', '1'])).books).toStrictEqual(other.books)
  })

  it('leaves the books to its clients, unless traders move them', async () => {
    const [calm, moving] = [await begin(['--port', '0']), await begin(['--port', '0', '--traders'])]
    const traded = async ({ state }: typeof calm) => (await state()).books.some(({ last_trade }) => last_trade !== null)
    await expect.poll(() => traded(moving), { timeout: 15_000 }).toBe(true)
    expect(await traded(calm)).toBe(false)
    await Promise.all([calm.stop(), moving.stop()])
  })

  it('tells its options, also in short, and is fine', async () => {
    for (const help of ['--help', '-h'])
      expect(await runHere([help])).toStrictEqual({
        code: 0,
        output: expect.stringMatching(/^Usage: pnpm sandbox/) as string,
      })
  })

  it('refuses to start beside real credentials, and does not repeat them', async () => {
    const { code, output } = await runHere([], { TRUEX_KEY_SECRET: 'a-real-secret', TM_KEY_FILE: '/nowhere/key.json' })
    expect(code).toBe(2)
    expect(output).toContain('Unset TRUEX_KEY_SECRET, TM_KEY_FILE')
    expect(output).not.toContain('a-real-secret')
    const files = { TRUEX_KEY_SECRET_FILE: '/nowhere/secret', TM_ORGANIZATION_KEY_FILE: '/nowhere/key.json' }
    expect((await runHere([], files)).output).toContain('Unset TRUEX_KEY_SECRET_FILE, TM_ORGANIZATION_KEY_FILE')
  })

  it('starts beside its own credentials, such as the key file that it prints', async () => {
    const folder = newFolder()
    const file = join(folder, 'key.json')
    const [, printed = ''] = /API key of a person +(\{.+\})\n/.exec((await runHere(['--port', '0'])).output) ?? []
    const { key_id, private_key } = demoCredentials.personal.keyFile
    expect(JSON.parse(printed)).toStrictEqual({ key_id, private_key: { kty: 'EC', crv: 'P-256', d: private_key.d } })
    writeFileSync(file, printed)
    const secret = join(folder, 'secret')
    writeFileSync(secret, `${demoCredentials.hmac.secret}\n`)
    const env = { TRUEX_KEY_SECRET: demoCredentials.hmac.secret, TRUEX_KEY_SECRET_FILE: secret, TM_KEY_FILE: file }
    expect((await runHere(['--port', '0'], env)).code).toBe(0)
  })

  it.each([
    [['--port', 'http'], '--port must be a whole number'],
    [['--host', ''], 'The host to listen on is empty'],
    [['--answer', 'A5'], '--answer takes <question-id>=<choice>'],
    [['--answer', 'A5=reusable=R1'], '--answer takes <question-id>=<choice>'],
    [['--answer', 'A5=perhaps'], 'Question A5 offers'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('explains what is wrong with %j', async (args, words) => {
    const { code, output } = await runHere(args)
    expect([code, output]).toStrictEqual([2, expect.stringContaining(words)])
  })

  it('listens on loopback unless told otherwise, and then warns', async () => {
    const quiet = await runHere(['--port', '0'])
    expect(quiet.output).toContain('sandbox at http://127.0.0.1:')
    expect(quiet.output).not.toContain('whoever can reach')
    const open = await runHere(['--port', '0', '--host', '0.0.0.0'])
    expect(open.output).toContain('sandbox at http://0.0.0.0:')
    expect(open.output).toContain('Listening on 0.0.0.0: whoever can reach this machine can use the sandbox.')
  })

  it('says so when the machine has no such address', async () => {
    // An address of the documentation (RFC 5737), which no machine has.
    const { code, output } = await runHere(['--host', '192.0.2.1'])
    expect([code, output]).toStrictEqual([
      2,
      expect.stringMatching(/ This machine has no such address; [^\n]*--host\.$/),
    ])
  })

  it('says so when the port is taken', async () => {
    const other = await startSandbox()
    const { code, output } = await runHere(['--port', new URL(other.url).port])
    await other.close()
    expect(code).toBe(2)
    expect(output).toContain('choose another port with --port')
  })
})
