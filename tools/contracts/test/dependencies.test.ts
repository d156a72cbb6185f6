import { execFileSync } from 'node:child_process'
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

describe('the message models', () => {
  it('are made without loading what Modelina reads contracts with', () => {
    const emitter = new URL('../src/emit/messages.ts', import.meta.url).href
    const script = `
      import { createRequire } from 'node:module'
      await import(${JSON.stringify(emitter)})
      const loaded = Object.keys(createRequire(import.meta.url).cache).map((file) => file.replaceAll('\\\\', '/'))
      const of = (name) => loaded.some((file) => file.includes('/node_modules/@asyncapi/' + name + '/'))
      console.log(of('modelina'), of('parser'))`
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
    expect(said).toBe('true false\n')
  })
})
