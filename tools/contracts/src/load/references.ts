import {
  atPointer,
  eachObject,
  eachPlace,
  escapePointer,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  unescapePointer,
} from '../json.ts'
import { ContractProblem } from '../problem.ts'
import type { PlaceOf } from './places.ts'

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

/**
 * The value an internal `$ref` names, or `undefined`. A step may lead through a reference: the messages of a channel that is
 * one itself are `#/channels/x/messages/y` (AsyncAPI 3.0, Operation Object).
 */
export function lookUp(document: JsonObject, ref: string): Json | undefined {
  return found(document, ref, 0)
}

/** How many references a step may lead through; more run in a circle. */
const MOST_STEPS = 50

function found(document: JsonObject, ref: string, steps: number): Json | undefined {
  // `#name` is an anchor, which no publisher we know uses.
  if ((ref !== '#' && !ref.startsWith('#/')) || steps > MOST_STEPS) return undefined
  const pointer = decoded(ref.slice(1))
  const value = pointer === undefined ? undefined : atPointer(document, pointer)
  if (value !== undefined) return value
  for (let end = ref.indexOf('/', 2); end > 0; end = ref.indexOf('/', end + 1)) {
    const step = atPointer(document, decoded(ref.slice(1, end)) ?? '')
    const next = isObject(step) ? step['$ref'] : undefined
    if (typeof next === 'string') return found(document, `${next}${ref.slice(end)}`, steps + 1)
  }
  return undefined
}

// A percent sign that starts no escape makes the reference one to nothing.
function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}

/** The schemas of a document that have names. */
export function schemasOf(document: JsonObject): JsonObject {
  return objectAt(objectAt(document, 'components'), 'schemas')
}

/** The name in `#/components/schemas/<name>`, or `undefined` for any other reference. */
export function schemaName(ref: Json | undefined): string | undefined {
  if (typeof ref !== 'string') return undefined
  const name = /^#\/components\/schemas\/([^/]+)$/.exec(ref)?.[1]
  const written = name === undefined ? undefined : decoded(name)
  return written === undefined ? undefined : unescapePointer(written)
}

/** The reference to a component, whose name `schemaName` reads from it. */
export function referenceTo(schema: string): string {
  return `#/components/schemas/${escapePointer(schema).replaceAll('%', '%25')}`
}

/** Maps whose keys are names that somebody chose. */
const MAPS =
  'properties|patternProperties|dependentSchemas|definitions|\\$defs|schemas|responses|parameters|headers|requestBodies|' +
  'callbacks|links|pathItems|mediaTypes|encoding|messages|channels|operations|servers|replies|messageTraits|operationTraits'

/** Where an example or an extension stands, by its keyword and not as a part of that name. What looks like a reference there is data. */
const DATA = new RegExp(`(?<!/(?:${MAPS}))/(?:example|examples/[^/]+/value|x-[^/]*)(?:/|$)`)

/** The references of a document that are told by `isWanted`, each with the place of what refers. Those in data are none. */
export function referencesIn(document: JsonObject, isWanted: (ref: string) => boolean): Reference[] {
  const found: Reference[] = []
  eachPlace(document, ({ $ref }, at) => {
    // A property may be called "$ref"; its value is then a schema, not text.
    if (typeof $ref === 'string' && isWanted($ref) && !DATA.test(at)) found.push({ ref: $ref, at })
  })
  return found
}

/** A reference, and the JSON Pointer to what refers. */
export type Reference = { readonly ref: string; readonly at: string }

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
 * Refuses a document with a `$ref` that leads nowhere, or from reference to reference back to itself.
 *
 * @param placeOf Finds the lines they stand in.
 * @throws ContractProblem naming each such reference and where it stands.
 */
export function refuseDangling(document: JsonObject, file: string, placeOf?: PlaceOf): void {
  const refs = new Set<string>()
  eachObject(document, ({ $ref }) => {
    if (typeof $ref === 'string') refs.add($ref)
  })
  const missing = new Set([...refs].filter((ref) => lookUp(document, ref) === undefined))
  const circling = new Set([...refs].filter((ref) => isCircular(document, ref)))
  if (missing.size + circling.size === 0) return
  const dangling = referencesIn(document, (ref) => missing.has(ref))
  const circular = referencesIn(document, (ref) => circling.has(ref))
  if (dangling.length + circular.length === 0) return
  const hints = HINTS.filter(([kind]) => dangling.some(({ ref }) => kind.test(ref))).map(([, hint]) => ` ${hint}`)
  const problems = [
    ...(dangling.length === 0
      ? []
      : [`${file} refers to what is not there: ${placesOf(dangling, placeOf)}.${hints.join('')}`]),
    ...(circular.length === 0
      ? []
      : [`${file} refers in a circle, so nothing is said: ${placesOf(circular, placeOf)}.`]),
  ]
  throw new ContractProblem(problems.join('\n'))
}

function isCircular(document: JsonObject, ref: string): boolean {
  const seen = new Set<string>()
  for (let next: Json | undefined = ref; typeof next === 'string'; ) {
    if (seen.has(next)) return true
    seen.add(next)
    const target = lookUp(document, next)
    next = isObject(target) ? target['$ref'] : undefined
  }
  return false
}

function placesOf(references: readonly Reference[], placeOf: PlaceOf | undefined): string {
  const places = references.map(({ ref, at }) => {
    const place = placeOf?.(`${at}/$ref`)
    return `${ref} (at ${at || '/'}${place === undefined ? '' : `, ${place}`})`
  })
  return places.join(', ')
}
