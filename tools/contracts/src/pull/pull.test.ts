import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { digest } from '../digest.ts'
import { ContractProblem } from '../problem.ts'
import { projects } from '../projects.ts'
import { partsBeside, textFrom } from './fetch.ts'
import { pull } from './pull.ts'

vi.mock('node:fs', { spy: true })

const [auth] = projects
const contract = 'openapi: 3.1.0\npaths: {}\ninfo: { version: "2", title: Auth }\n'
let root = ''
let server: Server | undefined
let before = ''

const lock = (): string => readFileSync(join(root, 'specs/lock.json'), 'utf8')
const kept = (): string => readFileSync(join(root, 'specs/auth/openapi.yaml'), 'utf8')
const written = (name: string, text: string): string => {
  writeFileSync(join(root, name), text)
  return join(root, name)
}

const pulled = (today: string, from: string): ReturnType<typeof pull> => {
  if (auth === undefined) throw new Error('There is no project to test with.')
  return pull(auth, { root, today, from, format: (yaml) => Promise.resolve(yaml) })
}

async function serving(status: number, body: string): Promise<string> {
  const one = createServer((_, response) => response.writeHead(status).end(body))
  server = one
  return listening(one)
}

async function listening(one: Server): Promise<string> {
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
  const address = one.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1.yaml`
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pull-'))
  mkdirSync(join(root, 'specs/auth'), { recursive: true })
  const old = 'openapi: 3.1.0\ninfo: { title: Auth, version: "1" }\npaths: {}\n'
  writeFileSync(join(root, 'specs/auth/openapi.yaml'), old)
  const entry = {
    location: 'https://docs.example/v1.yaml',
    version: '1',
    file: 'specs/auth/openapi.yaml',
    sha256: digest(old),
    obtained: { how: 'by hand', date: '2026-01-01' },
  }
  writeFileSync(join(root, 'specs/lock.json'), JSON.stringify({ auth: entry }))
  before = `${lock()}${kept()}`
})
afterEach(() => {
  server?.close()
  server = undefined
  rmSync(root, { recursive: true })
})

describe('pulling a contract', () => {
  it('keeps it in canonical order and says in the lock what it is', async () => {
    expect(await pulled('2026-11-20', written('new.yaml', contract))).toEqual({
      api: 'auth',
      changed: true,
      version: '2',
    })
    expect(kept()).toBe("openapi: 3.1.0\ninfo:\n  title: Auth\n  version: '2'\npaths: {}\n")
    expect(JSON.parse(lock())).toMatchObject({
      auth: {
        version: '2',
        location: 'https://docs.example/v1.yaml',
        obtained: { how: 'taken from a file', date: '2026-11-20' },
      },
    })
  })

  it('changes nothing the second time, whatever the order of the keys', async () => {
    await pulled('2026-11-20', written('new.yaml', contract))
    const after = `${lock()}${kept()}`
    const shuffled = written('again.json', '{"info":{"title":"Auth","version":"2"},"openapi":"3.1.0","paths":{}}')
    expect(await pulled('2026-11-21', shuffled)).toMatchObject({ changed: false })
    expect(`${lock()}${kept()}`).toBe(after)
  })

  it('takes it from an address, with its parts', async () => {
    const parted = `${contract}components: { schemas: { A: { $ref: "other.yaml#/info" } } }\n`
    await pulled('2026-11-20', await serving(200, parted))
    expect(kept()).toContain("    A:\n      title: Auth\n      version: '2'\n")
  })

  it.each([
    ['is broken', 'openapi: [\n', /new\.yaml:2:1: /],
    ['is no contract', 'name: pnpm\n', /is no contract/],
    ['is of the other kind', 'asyncapi: 3.0.0\ninfo: {}\n', /is an asyncapi contract; auth has an openapi one\./],
    ['refers to nothing', 'openapi: 3.1.0\npaths: { /a: { $ref: "#/x" } }\n', /refers to what is not there: #\/x/],
    ['is a web page', '<!doctype html><html></html>', /is a web page, not a contract\./],
  ])('changes nothing when it %s', async (_, text, message) => {
    await expect(pulled('2026-11-20', written('new.yaml', text))).rejects.toThrow(message)
    expect(`${lock()}${kept()}`).toBe(before)
    expect(readdirSync(join(root, 'specs'))).toEqual(['auth', 'lock.json'])
  })

  it('puts a contract in several files together', async () => {
    written('parts.yaml', 'Item: { get: { responses: {} } }\n')
    const parted =
      'openapi: 3.1.0\ninfo: { title: Auth, version: "2" }\npaths: { /a: { $ref: "./parts.yaml#/Item" } }\n'
    await pulled('2026-11-20', written('new.yaml', parted))
    expect(kept()).toContain('paths:\n  /a:\n    get:\n      responses: {}\n')
  })

  it('takes the parts of a contract from its own origin alone', async () => {
    const asked: string[] = []
    const parts = partsBeside('https://docs.example/v1.yaml', (input) => {
      asked.push(input instanceof URL ? input.href : 'no address')
      return Promise.resolve(new Response('type: string\n'))
    })
    expect(await parts('https://docs.example/parts/a.yaml')).toBe('type: string\n')
    expect(() => parts('https://other.example/a.yaml')).toThrow(
      'nothing is fetched but from https://docs.example, where the contract is.',
    )
    expect(asked).toEqual(['https://docs.example/parts/a.yaml'])
    await expect(partsBeside('v1.yaml')('https://docs.example/a.yaml')).rejects.toThrow('nothing is fetched here')
  })

  it('keeps AsyncAPI 2 as 3.0 says it', async () => {
    const messaging = { ...auth, kind: 'asyncapi' } as NonNullable<typeof auth>
    const old = 'asyncapi: 2.6.0\ninfo: { title: A, version: "1" }\nchannels: { a: { subscribe: { message: {} } } }\n'
    await pull(messaging, {
      root,
      today: '2026-11-20',
      from: written('old.yaml', old),
      format: (yaml) => Promise.resolve(yaml),
    })
    expect(kept()).toMatch(/^asyncapi: 3\.0\.0\n[^]*action: receive/)
  })

  it('changes nothing when the publisher refuses', async () => {
    await expect(pulled('2026-11-20', await serving(503, ''))).rejects.toThrow(/answers 503; nothing was changed\./)
    expect(`${lock()}${kept()}`).toBe(before)
  })

  it('changes nothing when the publisher cannot be reached', async () => {
    const gone = await serving(200, contract)
    await new Promise((resolve) => server?.close(resolve))
    await expect(pulled('2026-11-20', gone)).rejects.toThrow(
      /cannot be reached \(.*\); nothing was changed\. Name a file or another address with --from\./,
    )
    expect(`${lock()}${kept()}`).toBe(before)
  })

  it('changes nothing, and leaves nothing beside, when what is new cannot take its place', async () => {
    const from = written('new.yaml', contract)
    vi.mocked(renameSync).mockImplementationOnce(() => {
      throw new Error('EACCES: permission denied')
    })
    await expect(pulled('2026-11-20', from)).rejects.toThrow(
      'What was pulled cannot be written (EACCES: permission denied).',
    )
    expect(`${lock()}${kept()}`).toBe(before)
    expect([readdirSync(join(root, 'specs')), readdirSync(join(root, 'specs/auth'))]).toEqual([
      ['auth', 'lock.json'],
      ['openapi.yaml'],
    ])
  })

  it('changes nothing when the publisher breaks off', async () => {
    const one = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('openapi: 3.1.0\n')
      setImmediate(() => response.destroy())
    })
    server = one
    await expect(pulled('2026-11-20', await listening(one))).rejects.toSatisfy(
      (cause) =>
        cause instanceof ContractProblem &&
        /ends before all of it has come \(.+\); nothing was changed\./.test(cause.message),
    )
    expect(`${lock()}${kept()}`).toBe(before)
  })

  it('takes no place of what somebody is changing', async () => {
    writeFileSync(join(root, 'specs/auth/openapi.yaml'), `${kept()}x-mine: true\n`)
    await expect(pulled('2026-11-20', written('new.yaml', contract))).rejects.toThrow(
      'specs/auth/openapi.yaml is not what specs/lock.json names, so somebody is changing it; nothing was pulled.',
    )
    expect(kept()).toContain('x-mine: true')
  })

  it('refuses an address that is not https, before anything is sent', async () => {
    await expect(textFrom('http://docs.example/v1.yaml')).rejects.toThrow(
      'http://docs.example/v1.yaml is not an https address.',
    )
  })

  it('refuses an answer that never ends', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(8 * 1024 * 1024)),
    })
    await expect(
      textFrom('https://docs.example/v1.yaml', () => Promise.resolve(new Response(endless))),
    ).rejects.toThrow('is larger than 64 MB')
  })
})
