import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { caught } from '../test/support/caught.ts'
import { keyFile, publicKey } from '../test/support/key-file.ts'
import { apiKeyFromEnvironment, apiKeyFromFile } from './node.ts'

const folder = mkdtempSync(join(tmpdir(), 'truemarkets-'))
afterAll(() => rmSync(folder, { recursive: true }))

function stored(text: string): string {
  const path = join(folder, 'key.json')
  writeFileSync(path, text)
  return path
}

test('reads the key file as downloaded', () => {
  const key = apiKeyFromFile(stored(JSON.stringify(keyFile)))
  expect([key.keyId, key.publicKey]).toEqual([keyFile.key_id, publicKey])
})

test('finds the file through TM_KEY_FILE', () => {
  const key = apiKeyFromEnvironment({ TM_KEY_FILE: stored(JSON.stringify(keyFile)) })
  expect(key.keyId).toBe(keyFile.key_id)
})

test.each([{}, { TM_KEY_FILE: '' }])('names the variable that is missing: %j', (variables) => {
  expect(() => apiKeyFromEnvironment(variables)).toThrow(expect.objectContaining({ code: 'credential_missing' }))
})

test('names the file that cannot be read', () => {
  const path = join(folder, 'absent.json')
  expect(caught(() => apiKeyFromFile(path))).toMatchObject({
    code: 'key_file_invalid',
    message: `The key file ${path} could not be read.`,
  })
})

test('shows nothing of a broken key file', () => {
  const error = caught(() => apiKeyFromFile(stored('{"key_id": "k", "private_key": planted')))
  expect(error).toMatchObject({ code: 'key_file_invalid' })
  expect(inspect(error)).not.toContain('planted')
})
