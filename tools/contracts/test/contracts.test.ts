// What `contracts lint` says of the contracts as they are.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findingLine } from '../src/lint/finding.ts'
import { lintProject } from '../src/lint/lint.ts'
import { projects } from '../src/projects.ts'

const root = join(import.meta.dirname, '../../..')

describe('the contracts', () => {
  // The date is fixed so that an overlay action that ends does not turn an unrelated change red.
  it.each(projects)('of $api lint clean', async (project) => {
    const findings = await lintProject(project, root, '2026-11-20')
    const faults = findings.filter(({ severity }) => severity === 'error')
    expect(faults.map(findingLine)).toEqual([])
  })
})
