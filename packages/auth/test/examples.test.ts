import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import contract from '@truemarkets/auth/contract'
import * as node from '@truemarkets/auth/node'
import * as verifying from '@truemarkets/auth/verify'
import { apiKey, unixSeconds } from '@truemarkets/core'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { AUTH_OPTIONS } from '../src/auth-options.ts'
import { operations } from '../src/generated/operations.ts'
import * as api from '../src/index.ts'
import { examplesOf, operationExamples, optionsOf, runExample, tsdocExamples } from './support/run-example.ts'

const readmePath = new URL('../README.md', import.meta.url)
const readme = readFileSync(readmePath, 'utf8')
const chapters = examplesOf(readmePath).filter(({ heading }) => !(heading in operations))
const examples = operationExamples(contract)

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
const load = (specifier: string): Promise<unknown> => import(specifier)
const folder = mkdtempSync(join(tmpdir(), 'truemarkets-'))
let sandbox: Sandbox
let scene: Readonly<Record<string, unknown>>

beforeAll(async () => {
  sandbox = await startSandbox()
  const { keyFile } = sandbox.credentials.personal
  writeFileSync(join(folder, 'key.json'), JSON.stringify(keyFile))
  vi.stubEnv('TM_KEY_FILE', join(folder, 'key.json'))
  const key = apiKey(keyFile)
  const auth = api.createAuthClient({ environment: sandbox.urls, auth: key, validate: 'all' })
  const timestamp = unixSeconds(Date.now())
  const body = { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp) }
  const { access_token: token, refresh_token: refreshToken } = await auth.exchangeApiKeyToken({ body })
  scene = { auth, key, keyId: key.keyId, token, refreshToken, unixSeconds, console: { log: () => {} } }
})
afterAll(async () => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  await sandbox.close()
})

test('every operation has an example', () => {
  expect([...examples.keys()].toSorted()).toEqual(Object.keys(operations).toSorted())
})

describe.each([...examples])('the example of %s', (_, code) => {
  test('runs', async () => {
    await expect(runExample(code, { urls: sandbox.urls, load, given: scene })).resolves.toBeUndefined()
  })

  test('stands in the README', () => {
    expect(readme).toContain(code)
  })
})

describe.each(chapters)('the example under "$heading"', ({ code }) => {
  test('runs', async () => {
    await expect(runExample(code, { urls: sandbox.urls, load, given: scene })).resolves.toBeUndefined()
  })
})

const commented = ['create-auth-client', 'generate-key', 'verify'].flatMap((name) =>
  tsdocExamples(new URL(`../src/${name}.ts`, import.meta.url)),
)

test('the client, the verifier, the reader of claims and the key maker have examples in their TSDoc', () => {
  expect(commented).toHaveLength(4)
})

test.each(commented.map((code) => [code.split('\n', 1), code] as const))(
  'the TSDoc example %s runs',
  async (_, code) => {
    const { auth: _auth, key: _key, ...given } = scene
    const keyFile = sandbox.credentials.personal.keyFile
    const names = { ...given, ...api, ...node, ...verifying, keyFile }
    await expect(runExample(code, { urls: sandbox.urls, load, given: names })).resolves.toBeUndefined()
  },
)

test('the README lists every option', () => {
  expect(optionsOf(readmePath).toSorted()).toEqual(AUTH_OPTIONS.toSorted())
})
