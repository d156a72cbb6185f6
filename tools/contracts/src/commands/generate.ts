import { join } from 'node:path'
import { isFresh, remember } from '../freshness.ts'
import type { GeneratedFiles } from '../generate.ts'
import { ContractProblem } from '../problem.ts'
import { type Progress, progress } from '../progress.ts'
import { chooseProjects, type Project } from '../projects.ts'
import { type Difference, differences, replaceFolder } from '../write.ts'

/** What `contracts generate` is asked for. */
export type GenerateOptions = {
  readonly root: string
  readonly check: boolean
  readonly force?: boolean | undefined
  readonly api?: string | undefined
}

/**
 * Generates or checks the packages; the answer is the exit code. Everything is made before the first package is written.
 *
 * @throws ContractProblem with what is wrong with each contract of which nothing can be made; then nothing is written.
 */
export async function runGenerate(options: GenerateOptions): Promise<number> {
  const { root, check } = options
  const chosen = chooseProjects(options.api)
  const stale = chosen.filter((project) => options.force === true || !isFresh(project, root))
  const display = progress(process.stdout)
  const made = await makeAll(stale, options, display)
  const complaints: string[] = []
  for (const { project, files } of made) {
    const found = differences(join(root, project.out), files)
    if (check) complaints.push(...found.map((difference) => complaint(project, difference)))
    else {
      if (found.length > 0) replaceFolder(join(root, project.out), files)
      remember(project, root)
    }
  }
  display.done(
    check
      ? `generated code: ${complaints.length === 0 ? 'as the contracts make it' : 'differs'}`
      : `generated ${stale.length} of ${chosen.length} packages`,
  )
  for (const one of complaints) console.error(one)
  if (complaints.length === 0) return 0
  console.error('Run `pnpm generate`; a change by hand belongs in the contract or its overlay.')
  return 1
}

type Made = { readonly project: Project; readonly files: GeneratedFiles }

async function makeAll(projects: readonly Project[], options: GenerateOptions, display: Progress): Promise<Made[]> {
  const begun: { readonly project: Project; readonly formatted: Promise<GeneratedFiles> }[] = []
  const faults: string[] = []
  const note = (cause: unknown): void => {
    if (!(cause instanceof ContractProblem)) throw cause
    faults.push(cause.message)
  }
  for (const project of projects) {
    display.step(`${options.check ? 'checking' : 'generating'} ${project.api}`)
    // Loaded here so that a run with nothing to do stays under half a second.
    const { begin } = await import('../generate.ts')
    await begin(project, options.root).then((one) => begun.push({ project, ...one }), note)
  }
  const made: Made[] = []
  for (const { project, formatted } of begun) await formatted.then((files) => made.push({ project, files }), note)
  if (faults.length === 0) return made
  display.done(`generated none of ${projects.length} packages`)
  throw new ContractProblem(faults.join('\n'))
}

function complaint(project: Project, { file, what, line }: Difference): string {
  return `${join(project.out, file)}${line === undefined ? '' : `:${line}`} ${SAID[what]}`
}

const SAID = {
  missing: 'is missing',
  extra: 'does not belong there',
  differs: 'is not what the contract makes it',
} as const
