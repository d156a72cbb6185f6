import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiKey } from '@truemarkets/core'
import { afterEach, beforeEach, expect, test } from 'vitest'

const program = join(import.meta.dirname, '../src/keygen.ts')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keygen-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function keygen(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' })
}

test('the program writes a key that only its owner reads, and prints the public half of it', () => {
  const { status, stdout, stderr } = keygen('key.json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const path = join(folder, 'key.json')
  expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
  const text = readFileSync(path, 'utf8')
  const { private_key } = JSON.parse(text) as { private_key: { d: string } }
  expect(stdout).not.toContain(private_key.d)
  expect(() => apiKey(text)).toThrow('no key_id')
  const keyId = '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b'
  const { publicKey } = apiKey(text, { keyId })
  // The same with the id that the registration gave.
  expect(apiKey(text.replace('""', `"${keyId}"`))).toMatchObject({ keyId, publicKey })
  expect(stdout).toContain(`register this): ${publicKey}\n`)
})

test('the program keeps a file that exists, and fails', () => {
  keygen('key.json')
  const before = readFileSync(join(folder, 'key.json'), 'utf8')
  expect(keygen('key.json')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'Could not write key.json: it exists already. No key was kept.\n',
  })
  expect(readFileSync(join(folder, 'key.json'), 'utf8')).toBe(before)
})

test('the program that is not told where to write fails with its usage', () => {
  const { status, stdout, stderr } = keygen()
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('Usage: truemarkets-keygen <file>')
})
