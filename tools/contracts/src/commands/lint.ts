import { findingLine } from '../lint/finding.ts'
import { lintProject } from '../lint/lint.ts'
import { chooseProjects } from '../projects.ts'

/** What `contracts lint` is asked for. */
export type LintOptions = { readonly root: string; readonly api?: string | undefined; readonly today: string }

/** Lints the contracts; the answer is the exit code. */
export async function runLint({ root, api, today }: LintOptions): Promise<number> {
  const findings = (await Promise.all(chooseProjects(api).map((project) => lintProject(project, root, today)))).flat()
  for (const finding of findings) console.error(findingLine(finding))
  const errors = findings.filter(({ severity }) => severity === 'error').length
  console.log(
    errors === 0 ? 'The contracts are clean.' : `${errors} ${errors === 1 ? 'fault' : 'faults'} in the contracts.`,
  )
  return errors === 0 ? 0 : 1
}
