import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from '../diff/render.ts'
import { textAt } from '../json.ts'
import { parseDocumentText } from '../load/parse.ts'
import { numbered } from '../model/names.ts'
import { ContractProblem } from '../problem.ts'
import { chooseProjects, type Project } from '../projects.ts'
import { changesetOf, type PackageChange } from '../update/changeset.ts'
import { type Git, gitIn } from '../update/git.ts'
import { compareSurfaces, surfaceOf } from '../update/surface.ts'
import { findChanges } from './diff.ts'
import { runGenerate } from './generate.ts'
import { runLint } from './lint.ts'
import { runPull } from './pull.ts'

/** What `contracts update` is asked for. */
export type UpdateOptions = {
  readonly root: string
  readonly today: string
  readonly api?: string | undefined
  readonly from?: string | undefined
  /** Whether the tests run before anything is committed. */
  readonly tests: boolean
  /** Whether the result is committed on a branch of its own. */
  readonly branch: boolean
  /** Whether an update that stopped goes on with the contracts in the working tree, so that nothing is pulled. */
  readonly resume: boolean
}

/**
 * Pull, diff, generate, lint, report, changeset, tests, branch: a change upstream becomes a branch to review. The answer is the exit code.
 *
 * @throws ContractProblem where something that was not committed would be mixed in, or nothing can be generated.
 */
export async function runUpdate(options: UpdateOptions): Promise<number> {
  const { root, today, api } = options
  const projects = chooseProjects(api)
  const git = gitIn(root)
  const touched = ['specs', ...projects.map(({ out }) => out)]
  if (!options.resume) {
    const dirty = git.dirty(touched)
    if (dirty.length > 0)
      throw new ContractProblem(
        `Commit or drop your own changes first: ${dirty.join(', ')}. Where an update that stopped left them, \`pnpm contracts update --continue\` goes on with it.`,
      )
    const pulled = await runPull({ root, today, api, from: options.from })
    if (pulled !== 0) {
      if (git.dirty(['specs']).length > 0) console.error(GOING_ON)
      return pulled
    }
  }
  if (git.dirty(['specs']).length === 0) {
    console.log('The contracts are what they were; there is nothing to update.')
    return 0
  }
  const changes = await findChanges({ root, today, from: 'HEAD', format: 'markdown', api })
  process.stdout.write(render(changes, 'markdown'))
  await generateOrSayHow({ root, check: false, api })
  // What code can be made of may still hold faults, and warnings are said nowhere else.
  await runLint({ root, today, api })
  const packages = projects.map((project) =>
    packageChange(project, root, git, changes.find((one) => one.api === project.api)?.changes ?? []),
  )
  const kept = options.resume ? writtenBefore(root, git) : undefined
  // Branch and changeset of one update have one name, and nothing of another update has it.
  const isTaken = (one: string): boolean =>
    git.hasBranch(branchOf(one)) || (changesetAt(one) !== kept && existsSync(join(root, changesetAt(one))))
  const name = numbered(today, isTaken, '-')
  const changeset = kept ?? writeChangeset(root, changesetAt(name), packages)
  if (changeset === undefined) console.log('No user of a package notices anything, so there is no changeset.')
  else console.log(kept === undefined ? `Wrote ${changeset}.` : `Kept ${kept}; without it the next run writes it anew.`)
  if (options.tests && !testsPass(root)) return 1
  if (options.branch) {
    git.commitOn(branchOf(name), [touched, changeset ?? []].flat(), 'Follow the published contracts')
    console.log(`The branch ${branchOf(name)} is ready to push.`)
  }
  return 0
}

function writeChangeset(root: string, file: string, packages: readonly PackageChange[]): string | undefined {
  const text = changesetOf(packages)
  if (text === undefined) return undefined
  writeFileSync(join(root, file), text)
  return file
}

const GOING_ON =
  'The new contracts stay in specs. `pnpm contracts update --continue` goes on with them once the overlay fits; `git restore specs` drops them.'

async function generateOrSayHow(options: Parameters<typeof runGenerate>[0]): Promise<void> {
  try {
    await runGenerate(options)
  } catch (cause) {
    throw cause instanceof ContractProblem ? new ContractProblem(`${cause.message}\n${GOING_ON}`) : cause
  }
}

function testsPass(root: string): boolean {
  const { status, error } = spawnSync('pnpm', ['test'], { cwd: root, stdio: 'inherit' })
  if (error !== undefined) console.error(`The tests cannot be run (${error.message}); --no-tests leaves them out.`)
  else if (status !== 0) console.error('The tests fail on the new contracts.')
  if (status !== 0) console.error('The changes stay in the working tree; `pnpm contracts update --continue` goes on.')
  return status === 0
}

function branchOf(name: string): string {
  return `contracts/${name}`
}

function changesetAt(name: string): string {
  return `.changeset/contracts-${name}.md`
}

// A person may have worked on what an update that stopped has written.
function writtenBefore(root: string, git: Git): string | undefined {
  const isOne = (file: string): boolean => /^\.changeset\/contracts-[\d-]+\.md$/.test(file)
  return git.dirty(['.changeset']).find((file) => isOne(file) && existsSync(join(root, file)))
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
