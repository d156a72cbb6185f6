import { isObject, type Json, type JsonObject, strings, textAt } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { LOWER_BOUNDS, SCHEMA_LISTS, SCHEMA_MAPS, UPPER_BOUNDS } from '../model/keywords.ts'
import { isPattern } from '../model/patterns.ts'
import { eachSchema, pointerOf } from './each-schema.ts'
import type { Finding } from './finding.ts'

/** Keywords whose value is a number. */
const NUMBERS: ReadonlySet<string> = new Set([...LOWER_BOUNDS, ...UPPER_BOUNDS, 'multipleOf'])

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/**
 * Every schema can be read: its keywords hold what JSON Schema says they hold, and its numbers are exact. Without its pattern
 * it is a schema still, so one in another language is a warning.
 */
export function lintSchemas(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  eachSchema(document, (schema, place) => {
    const report = (severity: Finding['severity'], message: string): void => {
      findings.push({ rule: 'own/schema', severity, file, at: `#${pointerOf(place)}`, message })
    }
    for (const message of faultsOf(schema)) report('error', message)
    const pattern = isObject(schema) ? textAt(schema, 'pattern') : undefined
    if (pattern !== undefined && !isPattern(pattern))
      report('warning', `${pattern} ${NO_PATTERN}, so the validators leave it out; write it as one, or take it out.`)
  })
  return findings
}

const NO_PATTERN = 'is no regular expression of ECMA-262, which JSON Schema asks for'

function faultsOf(schema: Json): string[] {
  if (typeof schema === 'boolean') return []
  if (!isObject(schema)) return [`A schema is an object, true or false; this is ${JSON.stringify(schema)}.`]
  const faults = Object.entries(schema).flatMap(([keyword, value]) => faultOf(keyword, value) ?? [])
  return faults.length > 0 ? faults : [strangeValue(schema) ?? []].flat()
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

// A number where texts are meant was left without quotes. Null among the values of a type without it is passed over elsewhere.
function strangeValue(schema: JsonObject): string | undefined {
  const types = strings([schema['type'] ?? null].flat())
  const { const: constant, enum: values } = schema
  const written = constant === undefined ? (Array.isArray(values) ? values : []) : [constant]
  const strange = written.find(
    (value) => value !== null && types.length > 0 && !types.some((type) => isOf(type, value)),
  )
  return strange === undefined
    ? undefined
    : `${JSON.stringify(strange)} is no ${types.join(' or ')}; ${types.includes('array') ? 'say under items what the items of a list may be' : 'put texts into quotes, or correct the type'}.`
}

function isOf(type: string, value: Json): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  return type === 'object' ? isObject(value) : typeof value === type
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
