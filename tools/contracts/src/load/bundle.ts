import { bundle, createConfig } from '@redocly/openapi-core'
import { eachObject, isObject, type Json, type JsonObject } from '../json.ts'
import { ContractProblem } from '../problem.ts'

/** Whether a document refers to other files. */
export function refersOutside(document: JsonObject): boolean {
  let found = false
  eachObject(document, (object) => {
    const ref = object['$ref']
    if (typeof ref === 'string' && !ref.startsWith('#')) found = true
  })
  return found
}

/**
 * One document of a contract that is spread over files.
 *
 * @throws ContractProblem naming every reference that cannot be followed.
 */
export async function bundleFile(file: string): Promise<JsonObject> {
  const config = await createConfig({ extends: ['minimal'] })
  const result = await bundle({ ref: file, config })
  const unresolved = result.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ message, location }) => `${message.trim()} (at ${location[0]?.pointer ?? '#/'})`)
  if (unresolved.length > 0) throw new ContractProblem(`${file} cannot be put together: ${unresolved.join(' ')}`)
  const parsed = result.bundle.parsed as Json
  if (!isObject(parsed)) throw new ContractProblem(`${file} is empty once it is put together.`)
  return parsed
}
