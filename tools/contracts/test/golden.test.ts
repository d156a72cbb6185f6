// The emitters, by example: a small contract and every file it becomes. To accept a change, run vitest with --update and read the diff.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generate } from '../src/generate.ts'
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

const made = cases.map(({ project }) => generate(project, root))

describe.each(cases.map((one, index) => ({ ...one, made: made[index] })))(
  'what a small $project.kind contract becomes',
  ({ project, files, made }) => {
    it.each(files)('%s', async (file) => {
      await expect((await made)?.[file]).toMatchFileSnapshot(join(root, project.out, `${file}.txt`))
    })

    it('holds nothing else but validators, contract and manifest', async () => {
      const generated = Object.keys((await made) ?? {})
      expect(generated.filter((file) => !files.includes(file)).sort()).toEqual(
        [
          'contract.d.ts',
          'contract.json',
          'manifest.json',
          'validators-shape.d.ts',
          'validators-shape.js',
          'validators.js',
        ].filter((file) => !files.includes(file)),
      )
    })
  },
)
