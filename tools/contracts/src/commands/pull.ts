import { formatAll } from '../generate.ts'
import { ContractProblem } from '../problem.ts'
import { chooseProjects } from '../projects.ts'
import { pull } from '../pull/pull.ts'

/** What `contracts pull` is asked for. */
export type PullOptions = {
  readonly root: string
  readonly today: string
  readonly api?: string | undefined
  readonly from?: string | undefined
}

/** Pulls the contracts, one after the other, and says what came of each; the answer is the exit code. */
export async function runPull({ root, today, api, from }: PullOptions): Promise<number> {
  if (from !== undefined && api === undefined)
    throw new ContractProblem('--from is about one contract: name it with --api.')
  const format = async (yaml: string): Promise<string> =>
    (await formatAll({ 'contract.yaml': yaml }, root))['contract.yaml'] ?? yaml
  let failed = 0
  for (const project of chooseProjects(api)) {
    try {
      const { changed, version } = await pull(project, { root, today, format, from })
      console.log(`${project.api}: ${changed ? `now ${version}` : `still ${version}, nothing changed`}`)
    } catch (cause) {
      if (!(cause instanceof ContractProblem)) throw cause
      console.error(`${project.api}: ${cause.message}`)
      failed += 1
    }
  }
  return failed === 0 ? 0 : 1
}
