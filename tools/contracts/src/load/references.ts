import { atPointer, eachObject, eachPlace, isObject, type Json, type JsonObject } from '../json.ts'
import { ContractProblem } from '../problem.ts'
import { locator } from './locate.ts'

/** The object itself, or what its `$ref` leads to; siblings of the `$ref` are not merged. */
export function resolve(document: JsonObject, value: Json | undefined): JsonObject | undefined {
  const seen = new Set<string>()
  let current = value
  while (isObject(current) && typeof current['$ref'] === 'string') {
    const ref = current['$ref']
    if (seen.has(ref)) throw new ContractProblem(`The $ref ${ref} leads back to itself.`)
    seen.add(ref)
    current = lookUp(document, ref)
  }
  return isObject(current) ? current : undefined
}

/** The value an internal `$ref` names, or `undefined`. */
export function lookUp(document: JsonObject, ref: string): Json | undefined {
  // `#name` is an anchor, which no publisher we know uses.
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  const pointer = decoded(ref.slice(1))
  return pointer === undefined ? undefined : atPointer(document, pointer)
}

// A percent sign that starts no escape makes the reference one to nothing.
function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}

/** The name in `#/components/schemas/<name>`, or `undefined` for any other reference. */
export function schemaName(ref: Json | undefined): string | undefined {
  if (typeof ref !== 'string') return undefined
  const name = /^#\/components\/schemas\/([^/]+)$/.exec(ref)?.[1]
  return name === undefined ? undefined : decoded(name)?.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** What to do about references that are right elsewhere and not understood here. */
const HINTS: readonly (readonly [kind: RegExp, hint: string])[] = [
  [/^#[^/]/, 'Anchors are not followed; name the place from the root, as in #/components/schemas/Name.'],
  [
    /^#\/(?:\$defs|definitions)\//,
    'A reference counts from the top of the document, as in #/components/schemas/Name/$defs/Part.',
  ],
  [/^[^#]/, 'A contract of ours is one file; `pnpm contracts pull --api … --from …` puts one together.'],
]

/**
 * Refuses a document with a `$ref` that leads nowhere.
 *
 * @param text The file as it was read, to name lines in.
 * @throws ContractProblem naming each dangling reference and where it stands.
 */
export function refuseDangling(document: JsonObject, file: string, text?: string): void {
  const refs = new Set<string>()
  eachObject(document, ({ $ref }) => {
    // A property may be called "$ref"; its value is then a schema, not text.
    if (typeof $ref === 'string') refs.add($ref)
  })
  const dangling = new Set([...refs].filter((ref) => lookUp(document, ref) === undefined))
  if (dangling.size === 0) return
  const places: string[] = []
  const lineOf = text === undefined ? undefined : locator(text)
  eachPlace(document, ({ $ref }, pointer) => {
    if (typeof $ref !== 'string' || !dangling.has($ref)) return
    const line = lineOf?.(`${pointer}/$ref`)
    places.push(`${$ref} (at ${pointer || '/'}${line === undefined ? '' : `, line ${line}`})`)
  })
  const hints = HINTS.filter(([kind]) => [...dangling].some((ref) => kind.test(ref))).map(([, hint]) => ` ${hint}`)
  throw new ContractProblem(`${file} refers to what is not there: ${places.join(', ')}.${hints.join('')}`)
}
