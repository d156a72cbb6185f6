import { join } from 'node:path'
import { isFresh, remember } from '../freshness.ts'
import { type Progress, progress } from '../progress.ts'
import { chooseProjects, type Project } from '../projects.ts'

/** What `contracts generate` is asked for. */
export type GenerateOptions = {
  readonly root: string
  readonly check: boolean
  readonly force?: boolean
  readonly api?: string
}

/** Generates or checks the packages; the answer is the exit code. */
export async function runGenerate(options: GenerateOptions): Promise<number> {
  const chosen = chooseProjects(options.api)
  const stale = chosen.filter((project) => options.force === true || !isFresh(project, options.root))
  const display = progress(process.stdout)
  const complaints: string[] = []
  for (const project of stale) complaints.push(...(await handle(project, options, display)))
  display.done(
    options.check
      ? `generated code: ${complaints.length === 0 ? 'as the contracts make it' : 'differs'}`
      : `generated ${stale.length} of ${chosen.length} packages`,
  )
  for (const complaint of complaints) console.error(complaint)
  if (complaints.length === 0) return 0
  console.error('Run `pnpm generate`; a change by hand belongs in the contract or its overlay.')
  return 1
}

async function handle(project: Project, { root, check }: GenerateOptions, display: Progress): Promise<string[]> {
  display.step(`${check ? 'checking' : 'generating'} ${project.api}`)
  // Loaded here so that a run with nothing to do stays under half a second.
  const [{ generate }, { differences, replaceFolder }] = await Promise.all([
    import('../generate.ts'),
    import('../write.ts'),
  ])
  const files = await generate(project, root)
  const found = differences(join(root, project.out), files)
  if (check)
    return found.map(
      ({ file, what, line }) => `${join(project.out, file)}${line === undefined ? '' : `:${line}`} ${SAID[what]}`,
    )
  if (found.length > 0) replaceFolder(join(root, project.out), files)
  remember(project, root)
  return []
}

const SAID = {
  missing: 'is missing',
  extra: 'does not belong there',
  differs: 'is not what the contract makes it',
} as const
