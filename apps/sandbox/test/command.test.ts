import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { command } from '../src/command.ts'
import { demoCredentials, startSandbox } from '../src/index.ts'

const MAIN = join(import.meta.dirname, '../src/main.ts')

interface Run {
  readonly code: number | null
  readonly output: string
}

/** A folder that goes when the test has ended. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Runs the command within this process; a sandbox that starts is stopped again at once. */
async function runHere(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const lines: string[] = []
  const print = (text: string) => lines.push(text)
  const code = await command(args, { env, print, printError: print, onStop: (stop) => stop() })
  return { code, output: lines.join('\n') }
}

/** Runs the command as a person does: reads what it prints, does something, presses Ctrl+C. */
function runAlone(args: readonly string[], act: (printed: string) => Promise<void>): Promise<Run> {
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
        .finally(() => child.kill('SIGINT'))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('pnpm sandbox', () => {
  it('prints a first request that works, stops on Ctrl+C, and leaves what it recorded behind', async () => {
    const file = join(newFolder(), 'session.har')
    const { code, output } = await runAlone(['--port', '0', '--record', file], async (printed) => {
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

  it('refuses to start beside real credentials, and does not repeat them', async () => {
    const { code, output } = await runHere([], { TRUEX_KEY_SECRET: 'a-real-secret', TM_KEY_FILE: '/nowhere/key.json' })
    expect(code).toBe(2)
    expect(output).toContain('Unset TRUEX_KEY_SECRET, TM_KEY_FILE')
    expect(output).not.toContain('a-real-secret')
    const files = { TRUEX_KEY_SECRET_FILE: '/nowhere/secret', TM_ORGANIZATION_KEY_FILE: '/nowhere/key.json' }
    expect((await runHere([], files)).output).toContain('Unset TRUEX_KEY_SECRET_FILE, TM_ORGANIZATION_KEY_FILE')
  })

  it('starts beside its own credentials', async () => {
    const folder = newFolder()
    const file = join(folder, 'key.json')
    writeFileSync(file, JSON.stringify(demoCredentials.personal.keyFile))
    const secret = join(folder, 'secret')
    writeFileSync(secret, `${demoCredentials.hmac.secret}\n`)
    const env = { TRUEX_KEY_SECRET: demoCredentials.hmac.secret, TRUEX_KEY_SECRET_FILE: secret, TM_KEY_FILE: file }
    expect((await runHere(['--port', '0'], env)).code).toBe(0)
  })

  it.each([
    [['--port', 'http'], '--port must be a whole number'],
    [['--answer', 'A5'], '--answer takes <question-id>=<choice>'],
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
    expect(open.output).toContain('Listening on 0.0.0.0: whoever can reach this machine can use the sandbox.')
  })

  it('says so when the port is taken', async () => {
    const other = await startSandbox()
    const { code, output } = await runHere(['--port', new URL(other.url).port])
    await other.close()
    expect(code).toBe(2)
    expect(output).toContain('choose another port with --port')
  })
})
