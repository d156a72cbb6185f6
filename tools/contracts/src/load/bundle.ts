import { bundle, createConfig, type NormalizedProblem, type Source } from '@redocly/openapi-core'
import { atPointer, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { ContractProblem, reasonOf } from '../problem.ts'
import { locate } from './locate.ts'
import { withOwnNames } from './own-names.ts'
import { PartFiles, type ReadPart, readFileOnly } from './part-files.ts'
import { finder, type PlaceOf } from './places.ts'

/** The first file of a contract: where it is, and what it holds. */
export type FirstFile = { readonly location: string; readonly text: string; readonly document: JsonObject }

/** One document of what was several files, and where what it holds was written. */
export type Bundle = { readonly document: JsonObject; readonly placeOf: PlaceOf }

/**
 * One document of a contract that is spread over files.
 *
 * @param read How the other files are had. By default from the disk alone.
 * @throws ContractProblem naming every reference that cannot be followed, by file and line.
 */
export async function bundleFile(
  { location, text, document }: FirstFile,
  read: ReadPart = readFileOnly,
): Promise<Bundle> {
  const config = await createConfig({ extends: ['minimal'] })
  const parts = new PartFiles(location, read)
  const result = await bundle({ doc: parts.takeFirst(text, document), config, externalRefResolver: parts }).catch(
    (cause: unknown): never => {
      const why = reasonOf(cause)
      throw new ContractProblem(`${location} cannot be put together: ${CIRCLE.test(why) ? IN_A_CIRCLE : why}`)
    },
  )
  const faults = result.problems
    .filter(({ severity }) => severity === 'error')
    .flatMap((problem) => said(problem, parts) ?? [])
  if (faults.length > 0) throw new ContractProblem([...new Set(faults)].join('\n'))
  const parsed = result.bundle.parsed as Json
  if (!isObject(parsed)) throw new ContractProblem(`${location} is empty once it is put together.`)
  return { document: withOwnNames(parsed, document), placeOf: placesInParts(parsed, parts) }
}

const COMPONENT = /^\/components\/([^/]+)\/([^/]+)(.*)$/

function placesInParts(bundled: JsonObject, parts: PartFiles): PlaceOf {
  const find = finder(parts)
  return (pointer) => {
    const written = find(parts.first, pointer)
    if (written !== undefined) return written
    // A component that the bundler named stands under no such name; in its own it leaves the escapes of a pointer.
    const [, section = '', name = '', rest = ''] = COMPONENT.exec(pointer) ?? []
    const object = objectAt(objectAt(bundled, 'components'), section)[name]
    const holder = isObject(object) ? parts.holderOf(object) : undefined
    return holder === undefined ? undefined : find(holder.part, `${holder.pointer}${rest}`)
  }
}

// The bundler does not say where.
const CIRCLE = /^Self-referencing/
const IN_A_CIRCLE = 'references run from file to file in a circle, so nothing is said.'

const UNRESOLVED = /^Can't resolve \$ref(?:: )?/

function said({ message, location: [place] }: NormalizedProblem, parts: PartFiles): string | undefined {
  const why = message.trim().replace(UNRESOLVED, '')
  if (place === undefined || parts.isFault(why)) return why
  const { body, absoluteRef } = place.source
  const file = parts.nameOf(absoluteRef)
  const pointer = (place.pointer ?? '#/').slice(1)
  const line = locate(body, `${pointer}/$ref`) ?? locate(body, pointer)
  const at = line === undefined ? file : `${file}:${line}`
  if (!UNRESOLVED.test(message)) return `${at}: ${why}`
  const ref = refAt(place.source, pointer, parts)
  // The address of an example, which no code is made of.
  if (ref === undefined) return undefined
  return why === ''
    ? `${at}: ${ref} leads to nothing; correct it, or add what it names.`
    : `${at}: ${ref} cannot be followed: ${why}`
}

// A mapping of a discriminator names its target without a `$ref`.
function refAt(source: Source, pointer: string, parts: PartFiles): string | undefined {
  const holder = atPointer(parts.parseDocument(source).parsed as Json, pointer)
  if (typeof holder === 'string') return holder
  return isObject(holder) ? textAt(holder, '$ref') : undefined
}
