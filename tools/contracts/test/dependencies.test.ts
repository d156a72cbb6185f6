import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const packages = new URL('../../../packages/', import.meta.url)

describe('the generated validators', () => {
  it.each(['auth', 'gateway', 'cefi-rest', 'cefi-ws'])('of %s need no package', (name) => {
    for (const file of ['validators.js', 'validators-shape.js'])
      expect(readFileSync(new URL(`${name}/src/generated/${file}`, packages), 'utf8')).not.toMatch(
        /^import |\brequire\(/m,
      )
  })
})
