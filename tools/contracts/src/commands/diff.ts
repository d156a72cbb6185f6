import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Contract, compareContracts } from '../diff/compare.ts'
import { type ApiChanges, type Format, render } from '../diff/render.ts'
import { canonical, type JsonObject } from '../json.ts'
import { upgraded } from '../load/asyncapi2.ts'
import { readText } from '../load/contract.ts'
import { kindOf } from '../load/kind.ts'
import { parseDocumentText } from '../load/parse.ts'
import { placesIn } from '../load/places.ts'
import { refuseDangling } from '../load/references.ts'
import { wholeOf } from '../load/whole.ts'
import { applyFitting } from '../overlay/apply.ts'
import { ContractProblem, reasonOf } from '../problem.ts'
import { chooseProjects, type Project } from '../projects.ts'

/** What `contracts diff` is asked for. `from` and `to` are revisions of git or files; without `to` the working tree is meant. */
export type DiffOptions = {
  readonly root: string
  readonly from: string
  readonly to?: string | undefined
  readonly api?: string | undefined
  readonly format: Format
  readonly today: string
}

/** Prints what changed; the answer is the exit code, 1 where something breaks. */
export async function runDiff(options: DiffOptions): Promise<number> {
  const found = await findChanges(options)
  process.stdout.write(render(found, options.format))
  return found.some(({ changes }) => changes.some(({ severity }) => severity === 'breaking')) ? 1 : 0
}

/** What changed in the chosen contracts; where a file is named, between it and another one or a contract of ours. */
export async function findChanges(options: DiffOptions): Promise<ApiChanges[]> {
  const { root, from, to, api, today } = options
  if (isFile(from) || (to !== undefined && isFile(to))) {
    const [before, after] = [await contractAt(options, from), await contractAt(options, to)]
    return [{ api: api ?? to ?? from, changes: compareContracts(before, after, today) }]
  }
  return chooseProjects(api).flatMap((project) => {
    const before = atRevision(project, root, from)
    const after = to === undefined ? inTree(project, root) : atRevision(project, root, to)
    return before === undefined || after === undefined
      ? []
      : [{ api: project.api, changes: compareContracts(before, after, today) }]
  })
}

// A branch may have the name of a folder.
function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === false
}

/** One side of a comparison with a file, which has no overlay: the other side has none either. */
async function contractAt({ root, api }: DiffOptions, name: string | undefined): Promise<Contract> {
  if (name !== undefined && isFile(name)) return inFile(name)
  const [project] = api === undefined ? [] : chooseProjects(api)
  if (project === undefined)
    throw new ContractProblem(
      'A file is compared with another one: name it with --to, or a contract of ours with --api.',
    )
  if (name === undefined) return inFile(join(root, project.contract))
  const text = show(root, name, project.contract)
  if (text === undefined) throw new ContractProblem(`There is no ${project.contract} at ${name}.`)
  return parsed(text, `${name}:${project.contract}`)
}

// Of any version that is understood, perhaps in several files.
async function inFile(file: string): Promise<Contract> {
  const text = readText(file)
  const source = parseDocumentText(text, file)
  const kind = kindOf(source, file)
  const { document } = await wholeOf({ location: file, text, document: source })
  return contractOf(kind, upgraded(document))
}

function parsed(text: string, file: string, overlay?: JsonObject): Contract {
  const source = parseDocumentText(text, file)
  const kind = kindOf(source, file)
  // An overlay that no longer fits is the next thing to mend; what changed is to be known before.
  const document = overlay === undefined ? source : applyFitting(source, overlay, file).result
  refuseDangling(document, file, placesIn(text, file))
  return contractOf(kind, document)
}

function contractOf(kind: Contract['kind'], document: JsonObject): Contract {
  return { kind, document: canonical(document) }
}

function inTree(project: Project, root: string): Contract {
  const overlay = parseDocumentText(readText(join(root, project.overlay)), project.overlay)
  return parsed(readText(join(root, project.contract)), project.contract, overlay)
}

// A contract that is not there yet at a revision has nothing to be compared with.
function atRevision(project: Project, root: string, revision: string): Contract | undefined {
  const contract = show(root, revision, project.contract)
  if (contract === undefined) return undefined
  const overlay = show(root, revision, project.overlay)
  const name = `${revision}:${project.contract}`
  return parsed(
    contract,
    name,
    overlay === undefined ? undefined : parseDocumentText(overlay, `${revision}:${project.overlay}`),
  )
}

function show(root: string, revision: string, file: string): string | undefined {
  if (revision.startsWith('-')) throw new ContractProblem(`${revision} is no revision.`)
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  try {
    git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`)
  } catch (cause) {
    throw new ContractProblem(`${revision} is neither a file nor a revision of this repository.${whyNot(cause)}`)
  }
  const present = git('ls-tree', '--name-only', revision, '--', file).trim() !== ''
  return present ? git('show', `${revision}:${file}`) : undefined
}

/** What git says of a repository that it cannot or may not read, or why there is no git; of an unknown revision it says nothing. */
function whyNot(cause: unknown): string {
  const { stderr } = cause as { readonly stderr?: string | null }
  const said = (stderr ?? reasonOf(cause)).trim()
  return said === '' ? '' : `\n${said}`
}
