import { bundle, createConfig } from '@redocly/openapi-core'
import { atPointer, eachObject, isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { ContractProblem } from '../problem.ts'
import { withOwnNames } from './own-names.ts'

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
 * One document of a contract that is spread over files; `document` is what the first of them holds.
 *
 * @throws ContractProblem naming every reference that cannot be followed.
 */
export async function bundleFile(file: string, document: JsonObject): Promise<JsonObject> {
  const config = await createConfig({ extends: ['minimal'] })
  const result = await bundle({ ref: file, config })
  const unresolved = result.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ message, location }) => {
      const pointer = location[0]?.pointer ?? '#/'
      const holder = atPointer(document, pointer.slice(1))
      const ref = isObject(holder) ? `${textAt(holder, '$ref') ?? 'a reference'} ` : ''
      return `${ref}(at ${pointer}): ${message.trim()}`
    })
  if (unresolved.length > 0) throw new ContractProblem(`${file} cannot be put together: ${unresolved.join('; ')}`)
  const parsed = result.bundle.parsed as Json
  if (!isObject(parsed)) throw new ContractProblem(`${file} is empty once it is put together.`)
  return withOwnNames(parsed, document)
}
