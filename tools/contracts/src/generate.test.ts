import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generate, generateFrom } from './generate.ts'
import type { JsonObject } from './json.ts'
import type { LoadedContract } from './load/contract.ts'
import type { Project } from './projects.ts'

const root = join(import.meta.dirname, '../../..')
const project: Project = {
  api: 'a',
  kind: 'openapi',
  contract: 'a.yaml',
  overlay: '',
  questions: '',
  out: '',
  prefix: 'A',
  members: ['follow'],
}
const contract = (paths: JsonObject): LoadedContract => {
  const document: JsonObject = { openapi: '3.1.0', info: { title: 'A', version: '1' }, paths }
  return { kind: 'openapi', source: document, document }
}
const behaviour = { auth: 'none', retry: 'safe', page: 'none' }

describe('generating a package', () => {
  it('names the files of a complaint from the folder the user stands in', async () => {
    const home = mkdtempSync(join(tmpdir(), 'generate-'))
    try {
      writeFileSync(join(home, 'a.yaml'), 'openapi: 3.1.0\npaths: {}\n')
      writeFileSync(join(home, 'o.yaml'), 'actions:\n  - target: $.none\n    remove: true\n')
      const overlay = relative(process.cwd(), join(home, 'o.yaml'))
      await expect(generate({ ...project, overlay: 'o.yaml' }, home)).rejects.toMatchObject({
        message: `${overlay}:2:5: the target $.none matches nothing; correct it or take the action out.`,
      })
    } finally {
      rmSync(home, { recursive: true })
    }
  })

  it('fails on operations without behaviour, naming all of them', async () => {
    const paths = { '/a': { get: {} }, '/b': { post: {} } }
    await expect(generateFrom(contract(paths), project, root)).rejects.toThrow(
      /GET \/a has no x-behaviour.*\n.*POST \/b has no x-behaviour/,
    )
  })

  it('publishes the contract with each operation under its name in the client', async () => {
    const behaved = { 'x-behaviour': behaviour, responses: {} }
    const paths = {
      '/a': { get: { ...behaved, operationId: 'List-As', 'x-sdk-name': 'listAll' } },
      '/order_notes': { get: behaved },
    }
    const files = await generateFrom(contract(paths), project, root)
    expect(JSON.parse(files['contract.json'] ?? '')).toMatchObject({
      paths: { '/a': { get: { operationId: 'listAll' } }, '/order_notes': { get: { operationId: 'getOrderNotes' } } },
    })
  })

  it('fails on two operations of one name, naming both', async () => {
    const paths = {
      '/a': { get: { operationId: 'list', 'x-behaviour': behaviour } },
      '/b': { get: { operationId: 'List', 'x-behaviour': behaviour } },
    }
    await expect(generateFrom(contract(paths), project, root)).rejects.toThrow(
      'GET /a and GET /b are both called list; pin another name with x-sdk-name in the overlay.',
    )
  })

  it('fails on an operation called like a helper of the client', async () => {
    const paths = { '/a': { get: { operationId: 'follow', 'x-behaviour': behaviour } } }
    await expect(generateFrom(contract(paths), project, root)).rejects.toThrow(
      'A helper of the client and GET /a are both called follow; pin another name with x-sdk-name in the overlay.',
    )
  })

  it('fails where a schema version has no shape', async () => {
    const schema = { 'x-truex-version-schemas': { old: '#/components/schemas/A' } }
    const paths = {
      '/a': {
        get: { 'x-behaviour': behaviour, responses: { '200': { content: { 'application/json': { schema } } } } },
      },
    }
    await expect(generateFrom(contract(paths), { ...project, schemaVersion: 'new' }, root)).rejects.toThrow(
      'A schema lists shapes for old, but none for new; where the publisher ended it, describe another version: schemaVersion in',
    )
  })
})
