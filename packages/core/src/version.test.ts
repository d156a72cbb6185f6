import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CORE_VERSION } from './version.ts'

test('the version in User-Agent is the version of the package', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(manifest).toHaveProperty('version', CORE_VERSION)
})
