import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from '../diff/render.ts'
import { textAt } from '../json.ts'
import { parseDocumentText } from '../load/parse.ts'
import { ContractProblem } from '../problem.ts'
import { chooseProjects, type Project } from '../projects.ts'
import { changesetOf, type PackageChange } from '../update/changeset.ts'
import { type Git, gitIn } from '../update/git.ts'
import { compareSurfaces, surfaceOf } from '../update/surface.ts'
import { findChanges } from './diff.ts'
import { runGenerate } from './generate.ts'
import { runPull } from './pull.ts'

/** What `contracts update` is asked for. */
export type UpdateOptions = {
  readonly root: string
  readonly today: string
  readonly api?: string
  readonly from?: string
  /** Whether the tests run before anything is committed. */
  readonly tests: boolean
  /** Whether the result is committed on a branch of its own. */
  readonly branch: boolean
}

/** Pull, diff, generate, report, changeset, tests, branch: a change upstream becomes a branch to review. The answer is the exit code. */
export async function runUpdate(options: UpdateOptions): Promise<number> {
  const { root, today, api } = options
  const projects = chooseProjects(api)
  const git = gitIn(root)
  const touched = ['specs', ...projects.map(({ out }) => out)]
  const dirty = git.dirty(touched)
  if (dirty.length > 0) throw new ContractProblem(`Commit or drop your own changes first: ${dirty.join(', ')}.`)
  const pulled = await runPull({ root, today, ...only(api, 'api'), ...only(options.from, 'from') })
  if (pulled !== 0) return pulled
  if (git.dirty(['specs']).length === 0) {
    console.log('The contracts are what they were; there is nothing to update.')
    return 0
  }
  const changes = await findChanges({ root, today, from: 'HEAD', format: 'markdown', ...only(api, 'api') })
  process.stdout.write(render(changes, 'markdown'))
  const generated = await runGenerate({ root, check: false, ...only(api, 'api') })
  if (generated !== 0) return generated
  const packages = projects.map((project) =>
    packageChange(project, root, git, changes.find((one) => one.api === project.api)?.changes ?? []),
  )
  const changeset = join('.changeset', `contracts-${today}.md`)
  writeFileSync(join(root, changeset), changesetOf(packages.filter(hasChanged)))
  console.log(`Wrote ${changeset}.`)
  if (options.tests && spawnSync('pnpm', ['test'], { cwd: root, stdio: 'inherit' }).status !== 0) {
    console.error('The tests fail on the new contracts; the changes stay in the working tree.')
    return 1
  }
  if (options.branch) {
    const branch = `contracts/${today}`
    git.commitOn(branch, [...touched, changeset], 'Follow the published contracts')
    console.log(`The branch ${branch} is ready to push.`)
  }
  return 0
}

function only<Key extends string>(value: string | undefined, key: Key): { readonly [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string }
}

function hasChanged({ changes, surface }: PackageChange): boolean {
  return changes.length + surface.added.length + surface.changed.length + surface.removed.length > 0
}

function packageChange(project: Project, root: string, git: Git, changes: PackageChange['changes']): PackageChange {
  const manifest = parseDocumentText(
    readFileSync(join(root, 'packages', project.api, 'package.json'), 'utf8'),
    'package.json',
  )
  const after: { [file: string]: string } = {}
  const before: { [file: string]: string } = {}
  for (const file of readdirSync(join(root, project.out)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
  )) {
    after[file] = readFileSync(join(root, project.out, file), 'utf8')
    before[file] = git.committed(join(project.out, file)) ?? ''
  }
  return {
    name: textAt(manifest, 'name') ?? project.api,
    version: textAt(manifest, 'version') ?? '0.0.0',
    changes,
    surface: compareSurfaces(surfaceOf(before), surfaceOf(after)),
  }
}
