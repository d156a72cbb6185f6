import { join, relative } from 'node:path'
import { createConfig, lint, loadConfig } from '@redocly/openapi-core'
import { PartFiles, readFileOnly } from '../load/part-files.ts'
import { ContractProblem, reasonOf } from '../problem.ts'
import type { Finding } from './finding.ts'

/**
 * Redocly's findings on an OpenAPI file, by the settings of `tools/contracts/redocly.yaml`.
 *
 * @throws ContractProblem where the library itself fails on the file.
 */
export async function lintWithRedocly(file: string, root: string, strict = true): Promise<Finding[]> {
  const config = strict
    ? await loadConfig({ configPath: join(root, 'tools/contracts/redocly.yaml') })
    : await createConfig({ extends: ['minimal'] })
  const externalRefResolver = new PartFiles(join(root, file), readFileOnly)
  const problems = await lint({ ref: join(root, file), config, externalRefResolver }).catch((cause: unknown): never => {
    const why = reasonOf(cause)
    throw new ContractProblem(`${file} cannot be linted: Redocly fails on it (${why}).`)
  })
  return problems
    .filter(({ ignored }) => ignored !== true)
    .map(({ ruleId, severity, message, location }) => ({
      rule: `redocly/${ruleId}`,
      severity: severity === 'warn' ? 'warning' : 'error',
      file: relative(root, location[0]?.source.absoluteRef ?? join(root, file)),
      at: location[0]?.pointer ?? '#/',
      message: message.trim(),
    }))
}
