import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const packages = new URL('../../../packages/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, packages), 'utf8')

describe('the generated validators', () => {
  // Whether ajv's runtime is needed depends on the contract: a new `maxLength` brings it in.
  it.each(['auth', 'gateway', 'cefi-rest', 'cefi-ws'])('of %s import only what its package depends on', (name) => {
    const { dependencies } = JSON.parse(read(`${name}/package.json`)) as { dependencies: Record<string, string> }
    const code = ['validators.js', 'validators-shape.js']
      .map((file) => read(`${name}/src/generated/${file}`))
      .join('\n')
    const imported = [...code.matchAll(/from ["']([^"'./][^"'/]*)/g)].map(([, found]) => found)
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(imported))
  })
})
