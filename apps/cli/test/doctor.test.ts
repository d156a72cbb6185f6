import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { stripVTControlCharacters } from 'node:util'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../src/doctor/finding.ts'
import { run } from '../src/program.ts'
import { memoryIo } from './support/memory-io.ts'
import { type Ran, runCli } from './support/spawn-cli.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox({ record: true })
})
afterEach(() => sandbox.close())

/** With the patience that a busy machine needs. */
const patiently = (url: string, ...more: string[]) => ['doctor', '--sandbox-url', url, '--timeout', '60', ...more]

function doctor(env: Record<string, string> = {}): Promise<Ran> {
  return runCli(patiently(sandbox.url, '--json'), env)
}

function found({ stdout }: Ran, topic: string, subject?: string): Finding[] {
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  return findings.filter((finding) => finding.topic === topic && (subject === undefined || finding.subject === subject))
}

function hmacVariables(): Record<string, string> {
  const { organizationId, keyId, secret } = sandbox.credentials.hmac
  return { TRUEX_ORGANIZATION_ID: organizationId, TRUEX_KEY_ID: keyId, TRUEX_KEY_SECRET: secret }
}

describe('doctor on the sandbox', () => {
  it('finds nothing wrong, and says which credentials are missing', async () => {
    const ran = await doctor()
    expect(ran.code).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({ target: sandbox.url, fine: true })
    expect(found(ran, 'credentials').map(({ state }) => state)).toEqual(['missing', 'missing'])
    expect(found(ran, 'reachability').map(({ state }) => state)).toEqual(['good', 'good', 'good', 'good'])
    expect(found(ran, 'clock').map(({ state }) => state)).toEqual(['good'])
    expect(found(ran, 'versions').map(({ state }) => state)).toEqual(['good', 'good'])
  })

  it('tells a person the same in lines, in colour on a terminal and not in a pipe', async () => {
    const io = memoryIo({ terminal: { columns: 80, rows: 24 } })
    expect(await run(patiently(sandbox.url), io)).toBe(0)
    const [title, ...lines] = stripVTControlCharacters(io.stdout()).trimEnd().split('\n')
    expect([title, lines.at(-1)]).toEqual([`truemarkets doctor: ${sandbox.url}`, 'Nothing is wrong, 2 not looked at.'])
    expect(io.stdout()).toContain('\u001b[')
    const piped = memoryIo({ terminal: { columns: 80, rows: 24, isPiped: true } })
    await run(patiently(sandbox.url), piped)
    expect(piped.stdout()).not.toContain('\u001b')
  })

  it('tries the HMAC key with one signed read, and names the client that a conformance run asks for', async () => {
    const ran = await doctor(hmacVariables())
    expect(ran.code).toBe(0)
    const { keyId, clientId } = sandbox.credentials.hmac
    expect(found(ran, 'credentials', 'TRUEX_*')[0]?.detail).toBe(`accepted; key ${keyId} acts for client ${clientId}`)
  })

  it('says what to do about a secret that is refused, and does not show it', async () => {
    const ran = await doctor({ ...hmacVariables(), TRUEX_KEY_SECRET: 'planted-secret' })
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({ fine: false })
    expect(found(ran, 'credentials', 'TRUEX_*')).toMatchObject([
      { state: 'problem', nextStep: expect.stringMatching(/^Check that the key /) as string },
    ])
    expect(ran.stdout + ran.stderr).not.toContain('planted-secret')
  })

  it('sends nothing but reads', async () => {
    await doctor(hmacVariables())
    const { log } = sandbox.recording() as { log: { entries: { request: { method: string } }[] } }
    expect(new Set(log.entries.map(({ request }) => request.method))).toEqual(new Set(['GET']))
  })

  it('finds a clock that is a minute off', async () => {
    sandbox.clock.advance(60_000)
    const ran = await doctor()
    expect(ran.code).toBe(1)
    // What is proven of a minute is shorter by as long as the answer took.
    expect(found(ran, 'clock')).toMatchObject([
      { state: 'problem', detail: expect.stringMatching(/^this clock is at least (?:5\d|60)\.\d s behind/) as string },
    ])
  })

  it('tells which API is down, while the others answer', async () => {
    sandbox.faults.add({ kind: 'status', value: 503, path: '/v1/gateway', times: Number.POSITIVE_INFINITY })
    const ran = await doctor()
    expect(ran.code).toBe(1)
    expect(found(ran, 'reachability').filter(({ state }) => state === 'problem')).toMatchObject([
      { subject: 'Gateway' },
    ])
  })
})

describe('doctor of a server that says nothing', () => {
  it('counts it as out of reach after --timeout seconds', async () => {
    sandbox.faults.add({ kind: 'delay', value: 20_000, path: '/v1/auth', times: Number.POSITIVE_INFINITY })
    const io = memoryIo()
    expect(await run(['doctor', '--sandbox-url', sandbox.url, '--timeout', '1', '--json'], io)).toBe(1)
    const ran = { code: 1, stdout: io.stdout(), stderr: io.stderr() }
    expect(found(ran, 'reachability', 'Auth')).toMatchObject([
      { state: 'problem', detail: expect.stringContaining('1000 ms') as string },
    ])
  })

  it('ends on Ctrl+C, and judges nothing by what was cut off', async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const ctrlC = new AbortController()
    const io = { ...memoryIo(), signal: ctrlC.signal }
    const { port } = silent.address() as AddressInfo
    const asked = once(silent, 'connection')
    const running = run(patiently(`http://127.0.0.1:${port}`), io)
    await asked
    ctrlC.abort()
    expect(await running).toBe(1)
    expect([io.stdout(), io.stderr()]).toEqual(['', 'Stopped before everything was looked at.\n'])
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
})

describe('doctor without a sandbox', () => {
  it('says how to start it, and judges nothing that it could not see', async () => {
    const url = sandbox.url
    await sandbox.close()
    const ran = await runCli(patiently(url, '--json'))
    sandbox = await startSandbox()
    expect(ran.code).toBe(1)
    const nextSteps = found(ran, 'reachability').map(({ nextStep }) => nextStep)
    expect(new Set(nextSteps)).toEqual(new Set(['Start the sandbox with `pnpm sandbox`.']))
    for (const topic of ['clock', 'versions', 'deprecations']) {
      expect(new Set(found(ran, topic).map(({ state }) => state))).toEqual(new Set(['missing']))
    }
  })
})
