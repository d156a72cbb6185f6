import { isObject, type Json, type JsonObject, strings, textAt } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { isOf } from '../model/json-types.ts'
import { LOWER_BOUNDS, SCHEMA_LISTS, SCHEMA_MAPS, UPPER_BOUNDS } from '../model/keywords.ts'
import { isPattern } from '../model/patterns.ts'
import { strangeValue } from '../model/plain-values.ts'
import { eachSchema, pointerOf } from './each-schema.ts'
import type { Finding } from './finding.ts'

/** Keywords whose value is a number. */
const NUMBERS: ReadonlySet<string> = new Set([...LOWER_BOUNDS, ...UPPER_BOUNDS, 'multipleOf'])

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/**
 * Every schema can be read: its keywords hold what JSON Schema says they hold, and its numbers are exact. What can be left out
 * of a schema, which is one without it as well, is a warning.
 */
export function lintSchemas(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  eachSchema(document, (schema, place) => {
    const report = (severity: Finding['severity'], message: string): void => {
      findings.push({ rule: 'own/schema', severity, file, at: `#${pointerOf(place)}`, message })
    }
    const faults = faultsOf(schema)
    for (const message of faults) report('error', message)
    if (faults.length === 0 && isObject(schema)) for (const message of leftOut(schema)) report('warning', message)
  })
  return findings
}

const NO_PATTERN = 'is no regular expression of ECMA-262, which JSON Schema asks for'

function faultsOf(schema: Json): string[] {
  if (typeof schema === 'boolean') return []
  if (!isObject(schema)) return [`A schema is an object, true or false; this is ${JSON.stringify(schema)}.`]
  const faults = Object.entries(schema).flatMap(([keyword, value]) => faultOf(keyword, value) ?? [])
  const [types, constant] = [typesOf(schema), schema['const'] ?? null]
  const isStrange = types.length > 0 && constant !== null && !isOf(types, constant)
  return faults.length === 0 && isStrange ? [`${strange(constant, types)}; ${CORRECT_TYPE}.`] : faults
}

// What stands in a contract like this is the publisher's slip, and no reason to have no code at all.
function leftOut(schema: JsonObject): string[] {
  const [pattern, value, types] = [textAt(schema, 'pattern'), strangeValue(schema), typesOf(schema)]
  const correct = types.includes('array') ? 'say under items what the items of a list may be' : CORRECT_TYPE
  return [
    ...(pattern === undefined || isPattern(pattern)
      ? []
      : [`${pattern} ${NO_PATTERN}, so the validators leave it out; write it as one, or take it out.`]),
    ...(value === undefined
      ? []
      : [`${strange(value, types)}, so the code takes any ${types.join(' or ')}; ${correct}.`]),
  ]
}

const CORRECT_TYPE = 'put texts into quotes, or correct the type'

function strange(value: Json, types: readonly string[]): string {
  return `${JSON.stringify(value)} is no ${types.join(' or ')}`
}

function typesOf(schema: JsonObject): string[] {
  return strings([schema['type'] ?? null].flat())
}

function faultOf(keyword: string, value: Json): string | undefined {
  if (keyword === 'type') return typeFault(value)
  if (keyword === '$ref')
    return schemaName(value) === undefined
      ? `${JSON.stringify(value)} leads to no schema; a schema refers to one under #/components/schemas.`
      : undefined
  if (keyword === 'enum')
    return Array.isArray(value) && value.length > 0
      ? exactFault(value)
      : 'enum lists the values that are allowed; this lists none.'
  if (keyword === 'const') return exactFault(value)
  if (keyword === 'pattern') return typeof value === 'string' ? undefined : 'pattern is a regular expression, as text.'
  if (keyword === 'required')
    return isTexts(value) ? undefined : 'required lists the names of members; it is not said of a member itself.'
  if (SCHEMA_MAPS.has(keyword) && !isObject(value)) return `${keyword} maps names to schemas.`
  if (keyword === 'patternProperties') return strangePattern(value)
  if (SCHEMA_LISTS.has(keyword))
    return Array.isArray(value) && value.length > 0 ? undefined : `${keyword} lists schemas, at least one.`
  if (NUMBERS.has(keyword)) {
    // Draft 4 says by true or false whether the bound beside it is exclusive.
    const isSaid = keyword.startsWith('exclusive') && typeof value === 'boolean'
    return isSaid || Number.isFinite(value) ? undefined : `${keyword} is a number; this is ${shown(value)}.`
  }
  return undefined
}

function typeFault(value: Json): string | undefined {
  const types = Array.isArray(value) ? value : [value]
  if (types.length > 0 && types.every((type) => typeof type === 'string' && TYPES.has(type))) return undefined
  return `${JSON.stringify(value)} is no type; a type is one of ${[...TYPES].join(', ')}, or a list of those.`
}

// What a program compares with would be another number than the one that is written.
function exactFault(value: Json): string | undefined {
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map(exactFault)
      .find((fault) => fault !== undefined)
  if (typeof value !== 'number') return undefined
  if (!Number.isFinite(value)) return `${shown(value)} is no number of JSON; put it into quotes, or leave it out.`
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? `${shown(value)} is beyond the integers that a number holds exactly; the value is a string, or is not listed.`
    : undefined
}

// YAML has numbers that JSON has not.
function shown(value: Json): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

// Without it, what it describes would be taken for a member that nothing describes.
function strangePattern(patterns: Json): string | undefined {
  const strange = Object.keys(isObject(patterns) ? patterns : {}).find((pattern) => !isPattern(pattern))
  return strange === undefined ? undefined : `${strange} ${NO_PATTERN}; write it as one, or take it out.`
}

function isTexts(value: Json): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}
