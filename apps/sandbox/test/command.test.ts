import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { demoCredentials, startSandbox } from '../src/index.ts'

const MAIN = new URL('../src/main.ts', import.meta.url).pathname

interface Run {
  readonly code: number | null
  readonly output: string
}

/** Runs the command; once `until` was printed, does what the test wants and stops it as Ctrl+C would. */
function run(args: string[], env: Record<string, string>, until?: RegExp, act?: (output: string) => Promise<void>) {
  return new Promise<Run>((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } })
    let output = ''
    let acted = false
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (acted || until?.test(output) !== true) return
      acted = true
      void (act?.(output) ?? Promise.resolve()).then(() => child.kill('SIGINT'), reject)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('pnpm sandbox', () => {
  it('prints where it is and a first request that works, and stops on Ctrl+C', async () => {
    const { code, output } = await run(['--port', '0'], {}, /Ctrl\+C/, async (printed) => {
      const [, url = ''] = /curl -s (\S+) /.exec(printed) ?? []
      const [, body = ''] = /-d '(.+)'/.exec(printed) ?? []
      const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      expect(response.status).toBe(200)
    })
    expect(code).toBe(0)
    expect(output).toContain(demoCredentials.hmac.secret)
  })

  it('refuses to start beside real credentials, and does not repeat them', async () => {
    const { code, output } = await run([], { TRUEX_KEY_SECRET: 'a-real-secret', TM_KEY_FILE: '/nowhere/key.json' })
    expect(code).toBe(2)
    expect(output).toContain('Unset TRUEX_KEY_SECRET, TM_KEY_FILE')
    expect(output).not.toContain('a-real-secret')
  })

  it('starts beside its own credentials', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'key.json')
    writeFileSync(file, JSON.stringify(demoCredentials.personal.keyFile))
    const env = { TRUEX_KEY_SECRET: demoCredentials.hmac.secret, TM_KEY_FILE: file }
    expect((await run(['--port', '0'], env, /Ctrl\+C/)).code).toBe(0)
  })

  it('writes what it recorded when it stops', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'session.har')
    await run(['--port', '0', '--record', file], {}, /Ctrl\+C/, async (printed) => {
      const [url = ''] = /http:\S+/.exec(printed) ?? []
      await fetch(`${url}/v1/gateway/assets`)
    })
    const { log } = JSON.parse(readFileSync(file, 'utf8')) as { log: { entries: unknown[] } }
    expect(log.entries).toHaveLength(1)
  })

  it.each([
    [['--port', 'http'], '--port must be a whole number'],
    [['--answer', 'A5'], '--answer takes <question-id>=<choice>'],
    [['--answer', 'A5=perhaps'], 'Question A5 offers'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('explains what is wrong with %j', async (args, words) => {
    const { code, output } = await run(args, {})
    expect([code, output]).toStrictEqual([2, expect.stringContaining(words)])
  })

  it('says so when the port is taken', async () => {
    const other = await startSandbox()
    const { code, output } = await run(['--port', new URL(other.url).port], {})
    await other.close()
    expect(code).toBe(2)
    expect(output).toContain('choose another port with --port')
  })
})
