import { escapePointer, isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import type { Finding } from './finding.ts'
import { operationsIn } from './operation-places.ts'

type Report = (at: string, message: string) => void

/** Every part of an OpenAPI document is of the kind that is read there: a text, an object, or a map of objects. */
export function lintParts(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  const report: Report = (at, message) => findings.push({ rule: 'own/part', severity: 'error', file, at, message })
  for (const { at, holder } of operationsIn(document)) {
    for (const words of ['summary', 'description'])
      if (holder[words] !== undefined && typeof holder[words] !== 'string')
        report(`${at}/${words}`, `${words} is text; put it into quotes.`)
    if (holder['requestBody'] !== undefined) bodyFaults(document, `${at}/requestBody`, holder['requestBody'], report)
    eachOf(`${at}/responses`, holder['responses'], report, (place, answer) => {
      // Beside the answers there may be notes, where a header may be called like one.
      if (!/\/x-[^/]*$/.test(place)) bodyFaults(document, place, answer, report)
    })
  }
  const components = objectAt(document, 'components')
  for (const section of ['parameters', 'requestBodies', 'responses', 'headers'])
    eachOf(`#/components/${section}`, components[section], report, partFaults)
  return findings
}

// What is no body would be read as one that carries nothing, as in Swagger 2 or where a schema is referred to.
function bodyFaults(document: JsonObject, at: string, body: Json, report: Report): void {
  const target = resolve(document, body) ?? {}
  const strange = target['content'] === undefined ? SCHEMA_LIKE.find((key) => target[key] !== undefined) : undefined
  if (strange === undefined) partFaults(at, body, report)
  else
    report(
      at,
      `${strange} is outside of a content, where nothing reads it; say content: { application/json: { schema: … } }.`,
    )
}

const SCHEMA_LIKE = ['schema', 'type', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'enum']

// What a request or an answer carries, if anything.
function partFaults(at: string, part: Json, report: Report): void {
  if (!isObject(part) || !['string', 'undefined'].includes(typeof part['$ref']))
    report(at, `This is ${JSON.stringify(part)}; it is an object that describes it.`)
  else for (const map of ['content', 'headers']) eachOf(`${at}/${map}`, part[map], report, objectFault)
}

function objectFault(at: string, value: Json, report: Report): void {
  if (!isObject(value)) report(at, `This is ${JSON.stringify(value)}; it is an object that describes it.`)
}

function eachOf(
  at: string,
  map: Json | undefined,
  report: Report,
  check: (at: string, member: Json, report: Report) => void,
): void {
  if (map === undefined) return
  if (!isObject(map)) report(at, `This is ${JSON.stringify(map)}; it maps names to what they stand for.`)
  else for (const [name, member] of Object.entries(map)) check(`${at}/${escapePointer(name)}`, member, report)
}
