import { isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { ContractProblem } from '../problem.ts'
import { LOWER_BOUNDS, UPPER_BOUNDS } from './keywords.ts'
import { narrower } from './narrower.ts'

/** The one object schema that an `allOf` amounts to. */
export function flatten(schema: JsonObject, schemas: JsonObject, seen: ReadonlySet<string> = new Set()): JsonObject {
  const { allOf, ...own } = schema
  const parts = Array.isArray(allOf) ? allOf : []
  return parts.map((part) => open(part, schemas, seen)).reduce((whole, part) => merge(whole, part, schemas), own)
}

function open(part: Json, schemas: JsonObject, seen: ReadonlySet<string>): JsonObject {
  if (!isObject(part)) return {}
  const name = schemaName(part['$ref'])
  if (name === undefined) return flatten(part, schemas, seen)
  if (seen.has(name)) throw new ContractProblem(`${name} is composed of itself through allOf.`)
  const target = schemas[name]
  return isObject(target) ? flatten(target, schemas, new Set([...seen, name])) : {}
}

/** Two schemas that must both hold as one: what a value may be by both, where that can be said, else what the first one says. */
export function merge(a: JsonObject, b: JsonObject, schemas: JsonObject): JsonObject {
  const properties: JsonObject = { ...objectAt(a, 'properties') }
  for (const [name, schema] of Object.entries(objectAt(b, 'properties'))) {
    const present = Object.hasOwn(properties, name) ? properties[name] : undefined
    properties[name] = present === undefined ? schema : narrower(present, schema, schemas)
  }
  const required = [...new Set([...strings(a['required']), ...strings(b['required'])])]
  const type = commonType(a['type'], b['type'])
  return {
    ...b,
    ...a,
    ...tighterBounds(a, b),
    ...commonValues(a['enum'], b['enum']),
    ...within('items', a, b, schemas),
    ...within('additionalProperties', a, b, schemas),
    ...(type === undefined ? {} : { type }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  }
}

// A value has a type that both allow. Where there is none, no value is possible, and the first one speaks.
function commonType(a: Json | undefined, b: Json | undefined): Json | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const allowed = new Set([b].flat())
  const common = [a]
    .flat()
    .flatMap((type) => (allowed.has(type) ? [type] : type === 'number' && allowed.has('integer') ? ['integer'] : []))
  return common.length > 1 ? common : (common[0] ?? a)
}

function commonValues(a: Json | undefined, b: Json | undefined): JsonObject {
  if (!Array.isArray(a) || !Array.isArray(b)) return {}
  const allowed = new Set(b.map((value) => JSON.stringify(value)))
  const common = a.filter((value) => allowed.has(JSON.stringify(value)))
  return common.length === 0 ? {} : { enum: common }
}

function tighterBounds(a: JsonObject, b: JsonObject): JsonObject {
  const tighter = (keywords: readonly string[], pick: (one: number, other: number) => number): [string, Json][] =>
    keywords.flatMap((keyword): [string, Json][] => {
      const [one, other] = [a[keyword], b[keyword]]
      return typeof one === 'number' && typeof other === 'number' ? [[keyword, pick(one, other)]] : []
    })
  return Object.fromEntries([...tighter(LOWER_BOUNDS, Math.max), ...tighter(UPPER_BOUNDS, Math.min)])
}

// Whether there may be any is a matter of its own: none beside some is none.
function within(
  keyword: 'items' | 'additionalProperties',
  a: JsonObject,
  b: JsonObject,
  schemas: JsonObject,
): JsonObject {
  const [one, other] = [a[keyword], b[keyword]]
  return one === undefined || other === undefined ? {} : { [keyword]: narrower(one, other, schemas) }
}
