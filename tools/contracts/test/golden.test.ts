// The emitters, by example: a small contract and every file it becomes. To accept a change, run vitest with --update and read the diff.
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GeneratedFiles, generate } from '../src/generate.ts'
import type { Project } from '../src/projects.ts'

const root = join(import.meta.dirname, '../../..')

function golden(
  kind: Project['kind'],
  prefix: string,
  files: readonly string[],
  schemaVersion?: string,
): { project: Project; files: readonly string[] } {
  const folder = `tools/contracts/test/golden/${kind}`
  const project: Project = {
    api: kind,
    kind,
    prefix,
    members: [],
    contract: `${folder}/contract.yaml`,
    overlay: `${folder}/overlay.yaml`,
    questions: '',
    out: `${folder}/expected`,
    ...(schemaVersion === undefined ? {} : { schemaVersion }),
  }
  return { project, files }
}

const cases = [
  golden('openapi', 'Orders', ['schema.ts', 'operations.ts', 'types.ts', 'validators.d.ts', 'contract.d.ts'], 'new'),
  golden('asyncapi', 'Book', ['messages.ts', 'unions.ts', 'channels.ts', 'validators.d.ts']),
]

describe.each(cases)('what a small $project.kind contract becomes', ({ project, files }) => {
  let made: GeneratedFiles = {}
  beforeAll(async () => {
    made = await generate(project, root)
  })

  it.each(files)('%s', async (file) => {
    await expect(made[file]).toMatchFileSnapshot(join(root, project.out, `${file}.txt`))
  })

  it('holds nothing else but validators, contract and manifest', () => {
    const rest = [
      'contract.d.ts',
      'contract.json',
      'manifest.json',
      'validators-shape.d.ts',
      'validators-shape.js',
      'validators.js',
    ]
    expect(
      Object.keys(made)
        .filter((file) => !files.includes(file))
        .sort(),
    ).toEqual(rest.filter((file) => !files.includes(file)))
  })
})
