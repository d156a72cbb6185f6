// What `contracts lint` says of the contracts as they are, and of one that a publisher changed.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findingLine } from '../src/lint/finding.ts'
import { lintProject } from '../src/lint/lint.ts'
import { chooseProjects, projects } from '../src/projects.ts'

const root = join(import.meta.dirname, '../../..')

describe('the contracts', () => {
  // The date is fixed so that an overlay action that ends does not turn an unrelated change red.
  it.each(projects)('of $api lint clean', async (project) => {
    const findings = await lintProject(project, root, '2026-11-20')
    const faults = findings.filter(({ severity }) => severity === 'error')
    expect(faults.map(findingLine)).toEqual([])
  })
})

describe('a contract that was changed', () => {
  const copy = mkdtempSync(join(tmpdir(), 'contracts-'))
  afterAll(() => rmSync(copy, { recursive: true }))

  it('is linted with its path items where they are referred to, as it is generated', async () => {
    cpSync(join(root, 'specs'), join(copy, 'specs'), { recursive: true })
    mkdirSync(join(copy, 'tools/contracts'), { recursive: true })
    cpSync(join(root, 'tools/contracts/redocly.yaml'), join(copy, 'tools/contracts/redocly.yaml'))
    const file = join(copy, 'specs/auth/openapi.yaml')
    const item =
      'components:\n  pathItems:\n    Shared: { get: { operationId: tokens, responses: { "204": { description: Done. } } } }\n'
    const written = readFileSync(file, 'utf8')
    const changed = written
      .replace(/^paths:\n/m, 'paths:\n  /shared: { $ref: "#/components/pathItems/Shared" }\n')
      .replace(/^components:\n/m, item)
    writeFileSync(file, changed)
    const findings = await Promise.all(chooseProjects('auth').map((auth) => lintProject(auth, copy, '2026-11-20')))
    expect(findings.flat().map(({ rule, at }) => `${rule} ${at}`)).toEqual(
      expect.arrayContaining(['own/name #/paths/~1shared/get', 'own/behaviour #/paths/~1shared/get']),
    )
  })
})
