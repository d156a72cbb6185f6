// The parameters that count, each with its schema where every other one has it.
import { isObject, type Json, type JsonObject } from '../json.ts'
import { resolve } from '../load/references.ts'

/** Headers that no parameter can describe: security, bodies and answers say them (OpenAPI, Parameter Object). */
const SAID_ELSEWHERE = new Set(['accept', 'content-type', 'authorization'])

/** A list of parameters without those that do not count. */
export function countingParameters(document: JsonObject): (holder: JsonObject) => JsonObject {
  const counts = (value: Json): boolean => {
    const { name, in: place } = resolve(document, value) ?? {}
    return !(place === 'header' && typeof name === 'string' && SAID_ELSEWHERE.has(name.toLowerCase()))
  }
  return (holder) => {
    const { parameters } = holder
    if (!Array.isArray(parameters) || parameters.every(counts)) return holder
    return { ...holder, parameters: parameters.filter(counts) }
  }
}

/** A parameter that is written in a media type with the schema of that under `schema`, where every other one has it. */
export function parameterInContent(parameter: JsonObject): JsonObject {
  const { content } = parameter
  if (!isObject(content) || typeof parameter['in'] !== 'string' || parameter['schema'] !== undefined) return parameter
  const [media] = Object.values(content)
  return isObject(media) ? { ...parameter, schema: media['schema'] ?? true } : parameter
}
