import type { JsonObject } from '../json.ts'
import { ContractProblem } from '../problem.ts'

/** The two kinds of contract. */
export type ContractKind = 'openapi' | 'asyncapi'

/**
 * Tells which kind of contract a document is.
 *
 * @throws ContractProblem for Swagger 2.0, an unknown version, or a document of another kind.
 */
export function kindOf(document: JsonObject, file: string): ContractKind {
  const openapi = document['openapi']
  const asyncapi = document['asyncapi']
  if (typeof openapi === 'string' && /^3\.[0-2]\.\d+/.test(openapi)) return 'openapi'
  if (typeof asyncapi === 'string' && /^(?:2\.[0-6]|3\.[01])\.\d+/.test(asyncapi)) return 'asyncapi'
  const number = [openapi, asyncapi].find((version) => typeof version === 'number')
  if (number !== undefined)
    throw new ContractProblem(
      `${file} gives its version as the number ${number}; write it whole and in quotes, like "${number.toFixed(1)}.0".`,
    )
  if (openapi !== undefined || asyncapi !== undefined || document['swagger'] !== undefined) {
    const said = JSON.stringify(openapi ?? asyncapi ?? document['swagger'])
    throw new ContractProblem(
      `${file} is of version ${said}; OpenAPI 3.0 to 3.2, AsyncAPI 2.0 to 2.6, 3.0 and 3.1 are understood. Convert it to one of those.`,
    )
  }
  throw new ContractProblem(`${file} is no contract: it has neither an "openapi" nor an "asyncapi" member.`)
}
