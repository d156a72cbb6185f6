import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@truemarkets/sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { optionsOf } from '../../auth/test/support/run-example.ts'
import { CEFI_REST_OPTIONS } from '../src/client-options.ts'
import { operations } from '../src/generated/operations.ts'
import { programOf, readmeExamples, sourceExamples } from './support/example-programs.ts'
import { run, typeErrors, writePrograms } from './support/programs.ts'

const readme = new URL('../README.md', import.meta.url)
const shown = readmeExamples(readFileSync(readme, 'utf8'))
const programs = [...shown, ...sourceExamples(new URL('../src/', import.meta.url))].map((example) => ({
  ...example,
  file: example.name.toLowerCase().replaceAll(/\W+/g, '-'),
}))
const overlay = parse(readFileSync(new URL('../../../specs/cefi-rest/overlay.yaml', import.meta.url), 'utf8')) as {
  readonly actions: readonly {
    readonly update: { readonly 'x-sdk-name'?: string; readonly 'x-sdk-example'?: string }
  }[]
}

/** The demo key of the sandbox, as a person would have downloaded it. */
const keyFile = join(tmpdir(), `demo-key-${randomUUID()}.json`)

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
  vi.stubEnv('TM_KEY_FILE', keyFile)
  writeFileSync(keyFile, JSON.stringify(sandbox.credentials.personal.keyFile))
  writePrograms(new Map(programs.map((example) => [example.file, programOf(example, sandbox.urls)])))
})

afterAll(async () => {
  rmSync(keyFile)
  vi.unstubAllEnvs()
  await sandbox.close()
})

describe('the README', () => {
  it('has the example of every operation as the contract gives it', () => {
    const inContract = new Map(
      overlay.actions.map(({ update }) => [update['x-sdk-name'] ?? '', update['x-sdk-example']] as const),
    )
    expect(new Set(inContract.keys())).toEqual(new Set(Object.keys(operations)))
    const inReadme = new Map(shown.map(({ name, code }) => [name, code]))
    expect([...inContract.keys()].map((id) => [id, inReadme.get(id)])).toEqual([...inContract])
  })

  it('lists every option', () => {
    expect(optionsOf(readme).toSorted()).toEqual(CEFI_REST_OPTIONS.toSorted())
  })
})

describe('the documentation', () => {
  it('shows only programs that compile', { timeout: 60_000 }, () => {
    expect(typeErrors()).toBe('')
  })

  it.each(programs)('shows what runs against the sandbox: $name', async ({ file }) => {
    const print = vi.spyOn(console, 'log').mockReturnValue(undefined)
    await expect(run(file)).resolves.toBeUndefined()
    print.mockRestore()
  })
})
