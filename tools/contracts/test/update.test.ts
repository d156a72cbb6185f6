// A change upstream, from the publisher's file to a branch, in a repository of its own.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findChanges } from '../src/commands/diff.ts'
import { runGenerate } from '../src/commands/generate.ts'
import { runUpdate, type UpdateOptions } from '../src/commands/update.ts'
import { digest } from '../src/digest.ts'
import { begin } from '../src/generate.ts'
import { chooseProjects } from '../src/projects.ts'

const ours = join(import.meta.dirname, '../../..')
const contract = (version: string, more = ''): string =>
  `openapi: 3.1.0\ninfo:\n  title: Auth\n  version: '${version}'\npaths:\n  /health:\n    get:\n      operationId: getHealth\n      responses:\n        '200':\n          content:\n            application/json:\n              schema:\n                properties:\n                  status:\n                    type: string\n${more}                type: object\n          description: Up.\n`
const grown = contract('2', '                  uptime:\n                    type: string\n')
const overlay = `overlay: 1.0.0\nactions: [{ target: "$.paths['/health'].get", update: { x-behaviour: { auth: none, retry: safe, page: none } } }]\n`

let root = ''
const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' })
const write = (file: string, text: string): string => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  return join(root, file)
}
const update = (over: Partial<UpdateOptions> = {}): Promise<number> =>
  runUpdate({
    root,
    today: '2026-11-20',
    api: 'auth',
    from: join(root, 'upstream.yaml'),
    tests: false,
    branch: true,
    resume: false,
    ...over,
  })

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  root = mkdtempSync(join(tmpdir(), 'update-'))
  mkdirSync(join(root, 'node_modules'))
  mkdirSync(join(root, 'tools'))
  symlinkSync(join(ours, 'node_modules/@biomejs'), join(root, 'node_modules/@biomejs'))
  symlinkSync(join(ours, 'tools/contracts'), join(root, 'tools/contracts'))
  copyFileSync(join(ours, 'biome.json'), join(root, 'biome.json'))
  write('package.json', '{}')
  write('packages/auth/package.json', '{ "name": "@truemarkets/auth", "version": "1.2.0" }')
  write('.changeset/README.md', '')
  write('specs/auth/openapi.yaml', contract('1'))
  write('specs/auth/overlay.yaml', overlay)
  write('specs/auth/questions.yaml', 'questions: []\n')
  const entry = {
    location: 'https://docs.example',
    version: '1',
    file: 'specs/auth/openapi.yaml',
    sha256: digest(contract('1')),
    obtained: { how: 'by hand', date: '2026-01-01' },
  }
  write('specs/lock.json', JSON.stringify({ auth: entry }))
  git('init', '--quiet', '--initial-branch', 'main')
  git('config', 'user.name', 'Test')
  git('config', 'user.email', 'test@example.com')
  git('add', 'specs', 'packages', '.changeset')
  git('commit', '--quiet', '--message', 'Start')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true })
})

describe('an update', () => {
  it('makes a branch with the contract, the code and a changeset', async () => {
    write('upstream.yaml', grown)
    expect(await update()).toBe(0)
    expect(git('branch', '--show-current').trim()).toBe('contracts/2026-11-20')
    const files = git('show', '--name-only', '--format=', 'HEAD').trim().split('\n')
    expect(files).toEqual(
      expect.arrayContaining([
        '.changeset/contracts-2026-11-20.md',
        'packages/auth/src/generated/schema.ts',
        'specs/auth/openapi.yaml',
        'specs/lock.json',
      ]),
    )
    const changeset = readFileSync(join(root, '.changeset/contracts-2026-11-20.md'), 'utf8')
    expect(changeset).toContain("'@truemarkets/auth': minor")
    expect(changeset).toContain('- GET /health 200.uptime is new.')
  })

  it('says what lint finds in a contract that code can be made of', async () => {
    write('upstream.yaml', grown)
    await update()
    expect(vi.mocked(console.error).mock.calls.flat()).toContainEqual(
      expect.stringMatching(/openapi\.yaml:\d+:\d+ .*description.* \(error: redocly\/operation-description\)$/),
    )
  })

  it('has no changeset where only marks changed, which no user notices', async () => {
    write('upstream.yaml', contract('1').replace('info:\n', 'x-question: A1\ninfo:\n'))
    // The package that is made of the contract before.
    await runGenerate({ root, check: false, api: 'auth' })
    git('add', 'packages')
    git('commit', '--quiet', '--message', 'Generate')
    expect(await update()).toBe(0)
    expect(git('show', '--name-only', '--format=', 'HEAD').trim().split('\n').sort()).toEqual(
      expect.arrayContaining(['packages/auth/src/generated/manifest.json', 'specs/auth/openapi.yaml']),
    )
    expect(readdirSync(join(root, '.changeset'))).toEqual(['README.md'])
  })

  it('changes nothing when the contract is what it was', async () => {
    write('upstream.yaml', grown)
    await update()
    expect(await update()).toBe(0)
    expect(git('log', '--format=%s').trim().split('\n')).toEqual(['Follow the published contracts', 'Start'])
  })

  it('leaves the result in the working tree where no branch is wanted', async () => {
    write('upstream.yaml', grown)
    expect(await update({ branch: false })).toBe(0)
    expect(git('branch', '--show-current').trim()).toBe('main')
    expect(readFileSync(join(root, 'packages/auth/src/generated/schema.ts'), 'utf8')).toContain('uptime?: string')
  })

  it('refuses to mix with changes of our own', async () => {
    write('upstream.yaml', grown)
    write('specs/auth/overlay.yaml', `${overlay}# ours\n`)
    await expect(update()).rejects.toThrow('Commit or drop your own changes first: specs/auth/overlay.yaml.')
  })

  it('stops with nothing written when the publisher gives no contract', async () => {
    write('upstream.yaml', '<html></html>')
    expect(await update()).toBe(1)
    expect(git('status', '--porcelain', '--', 'specs')).toBe('')
    expect(existsSync(join(root, '.changeset/contracts-2026-11-20.md'))).toBe(false)
  })

  it('stops on a new operation that nobody has said the behaviour of', async () => {
    write('upstream.yaml', `${contract('2')}  /new:\n    get:\n      responses: {}\n`)
    await expect(update()).rejects.toThrow(
      /openapi\.yaml:\d+:\d+ #\/paths\/~1new\/get: GET \/new has no x-behaviour; add an action to the overlay\./,
    )
  })

  it('goes on where it stopped, once the overlay says what was missing', async () => {
    write('upstream.yaml', `${contract('2')}  /new:\n    get:\n      responses: {}\n`)
    await expect(update()).rejects.toThrow('`pnpm contracts update --continue` goes on with them once the overlay fits')
    expect(existsSync(join(root, 'packages/auth/src/generated'))).toBe(false)
    await expect(update()).rejects.toThrow(
      'Commit or drop your own changes first: specs/auth/openapi.yaml, specs/lock.json. Where an update that stopped left them, `pnpm contracts update --continue`',
    )
    const both = overlay.replace(
      /\}\]\n$/,
      `}, { target: "$.paths['/new'].get", update: { x-behaviour: { auth: none, retry: safe, page: none } } }]\n`,
    )
    write('specs/auth/overlay.yaml', both)
    expect(await update({ resume: true })).toBe(0)
    expect(git('show', 'HEAD:specs/auth/overlay.yaml')).toBe(both)
    expect(git('show', 'HEAD:.changeset/contracts-2026-11-20.md')).toContain('- GET /new is new.')
    expect(git('status', '--porcelain', '--', 'specs', 'packages', '.changeset')).toBe('')
  })

  it('keeps what a person made of the changeset meanwhile', async () => {
    write('upstream.yaml', grown)
    await update({ branch: false })
    write('.changeset/contracts-2026-11-20.md', 'In better words.\n')
    expect(await update({ resume: true })).toBe(0)
    expect(git('show', 'HEAD:.changeset/contracts-2026-11-20.md')).toBe('In better words.\n')
    expect(git('branch', '--show-current').trim()).toBe('contracts/2026-11-20')
  })

  it('takes neither the changeset nor the branch of another one of the same day', async () => {
    write('upstream.yaml', grown)
    await update()
    write('.changeset/contracts-2026-11-20.md', 'In better words.\n')
    write('upstream.yaml', grown.replace("'2'", "'3'"))
    expect(await update()).toBe(0)
    expect(git('branch', '--show-current').trim()).toBe('contracts/2026-11-20-2')
    expect(git('show', '--name-only', '--format=', 'HEAD', '--', '.changeset').trim()).toBe(
      '.changeset/contracts-2026-11-20-2.md',
    )
    expect(readFileSync(join(root, '.changeset/contracts-2026-11-20.md'), 'utf8')).toBe('In better words.\n')
  })
})

describe('generating several packages', () => {
  it('writes none where nothing can be made of one, and says what is wrong with each', async () => {
    await expect(runGenerate({ root, check: false })).rejects.toThrow(
      /specs\/gateway\/openapi\.yaml cannot be read[^]*\n[^]*specs\/cefi-ws\/asyncapi\.yaml cannot be read/,
    )
    expect(existsSync(join(root, 'packages/auth/src/generated'))).toBe(false)
    expect(await runGenerate({ root, check: false, api: 'auth' })).toBe(0)
    expect(existsSync(join(root, 'packages/auth/src/generated/schema.ts'))).toBe(true)
  })
})

describe('a formatter that fails', () => {
  beforeEach(() => {
    rmSync(join(root, 'node_modules/@biomejs'))
    write('node_modules/@biomejs/biome/package.json', '{}')
    write('node_modules/@biomejs/biome/bin/biome', "console.error('I cannot.'); process.exitCode = 1")
  })

  it('lets nothing be written, and hides no fault of the other contracts', async () => {
    await expect(runGenerate({ root, check: false })).rejects.toThrow(
      /specs\/gateway\/openapi\.yaml cannot be read[^]*The formatter refuses what was generated:\nI cannot\./,
    )
    expect(existsSync(join(root, 'packages/auth/src/generated'))).toBe(false)
  })

  it('is heard of by whoever waits, however late', async () => {
    const [auth] = chooseProjects('auth')
    if (auth === undefined) throw new Error('There is no auth.')
    const [first, second] = [await begin(auth, root), await begin(auth, root)]
    // By then the first has failed, and nobody has listened.
    await expect(second.formatted).rejects.toThrow('I cannot.')
    await expect(first.formatted).rejects.toThrow('I cannot.')
  })
})

describe('a diff', () => {
  const diff = async (from: string, to?: string): Promise<string[]> => {
    const options = { root, from, today: '2026-11-20', format: 'text', api: 'auth' } as const
    const found = await findChanges({ ...options, ...(to === undefined ? {} : { to }) })
    return found.flatMap(({ changes }) => changes.map(({ rule }) => rule))
  }

  it('compares the last commit with the working tree', async () => {
    expect(await diff('HEAD')).toEqual([])
    write('specs/auth/openapi.yaml', contract('2'))
    expect(await diff('HEAD')).toEqual(['version-changed'])
  })

  it('tells of a path that moved, though the overlay still names the old one', async () => {
    write('specs/auth/openapi.yaml', contract('1').replace('/health', '/healthz'))
    expect(await diff('HEAD')).toEqual(['operation-removed', 'operation-added'])
  })

  it('compares two commits', async () => {
    write('specs/auth/openapi.yaml', grown)
    git('commit', '--quiet', '--all', '--message', 'Grow')
    expect(await diff('HEAD~1', 'HEAD')).toEqual(['received/property-added-optional', 'version-changed'])
  })

  it('compares two files', async () => {
    expect(await diff(write('a.yaml', grown), write('b.yaml', contract('2')))).toEqual(['received/property-removed'])
  })

  it('compares a file with a commit, in either order, and both without the overlay', async () => {
    const file = write('a.yaml', grown)
    expect(await diff('HEAD', file)).toEqual(['received/property-added-optional', 'version-changed'])
    expect(await diff(file, 'HEAD')).toEqual(['received/property-removed', 'version-changed'])
  })

  it('takes a name for that of a branch, though there is a folder of the name', async () => {
    const folder = readdirSync('.', { withFileTypes: true }).find(
      (one) => one.isDirectory() && !one.name.startsWith('.'),
    )
    const name = folder?.name ?? ''
    await expect(diff(name)).rejects.toThrow(`${name} is neither a file nor a revision of this repository.`)
    git('branch', name)
    expect(await diff(name)).toEqual([])
  })

  it('reads what a file refers to in another one', async () => {
    const parted = (type: string): string => {
      write(`${type}.yaml`, `Thing: { type: ${type} }\n`)
      const schema = `{ $ref: "./${type}.yaml#/Thing" }`
      const responses = `{ "200": { description: x, content: { application/json: { schema: ${schema} } } } }`
      return write(
        `parted-${type}.yaml`,
        `openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: { /a: { get: { responses: ${responses} } } }\n`,
      )
    }
    expect(await diff(parted('string'), parted('integer'))).toEqual(['received/type-changed'])
  })

  it('reads AsyncAPI 2.6', async () => {
    const old = (type: string): string =>
      write(
        `old-${type}.yaml`,
        `asyncapi: 2.6.0\ninfo: { title: A, version: "1" }\nchannels: { a: { subscribe: { message: { payload: { type: ${type} } } } } }\n`,
      )
    expect(await diff(old('string'), old('integer'))).toEqual(['received/type-changed'])
  })

  it('names a file that is not there by the path it was given', async () => {
    await expect(diff(write('a.yaml', grown), '/nowhere/b.yaml')).rejects.toThrow(
      /^\/nowhere\/b\.yaml is neither a file nor a revision of this repository\.$/,
    )
  })

  it.each([
    ['no-such-thing', 'no-such-thing is neither a file nor a revision of this repository.'],
    ['--output=x', '--output=x is no revision.'],
  ])('refuses %s', async (from, message) => {
    await expect(diff(from)).rejects.toThrow(message)
  })
})
