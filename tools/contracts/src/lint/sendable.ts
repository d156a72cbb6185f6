import { arrayAt, escapePointer, isObject, type JsonObject, objectAt, strings, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { isJson, METHODS } from '../model/http.ts'
import type { Finding } from './finding.ts'

/**
 * The clients of the family can send what the contract asks for: values in paths and headers, lists that repeat their name,
 * and JSON. Anything else would be sent in a form the service does not read, and nobody would hear of it.
 */
export function lintSendable(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  const report = (at: string, message: string): void => {
    findings.push({ rule: 'own/sendable', severity: 'error', file, at: `#${at}`, message })
  }
  for (const [path, value] of Object.entries(objectAt(document, 'paths'))) {
    const item = resolve(document, value) ?? {}
    const at = `/paths/${escapePointer(path)}`
    parameters(document, item, at, report)
    for (const method of METHODS) {
      const operation = item[method]
      if (!isObject(operation)) continue
      parameters(document, operation, `${at}/${method}`, report)
      const types = Object.keys(objectAt(resolve(document, operation['requestBody']) ?? {}, 'content'))
      if (types.length > 0 && !types.some(isJson))
        report(`${at}/${method}/requestBody`, `The body is ${types.join(' or ')}; the clients write JSON.`)
    }
  }
  return findings
}

function parameters(
  document: JsonObject,
  holder: JsonObject,
  at: string,
  report: (at: string, message: string) => void,
): void {
  for (const [index, value] of arrayAt(holder, 'parameters').entries()) {
    const parameter = resolve(document, value)
    const fault = parameter === undefined ? undefined : faultOf(document, parameter)
    if (fault !== undefined) report(`${at}/parameters/${index}`, fault)
  }
}

function faultOf(document: JsonObject, parameter: JsonObject): string | undefined {
  const name = textAt(parameter, 'name') ?? ''
  const place = parameter['in']
  if (place === 'cookie') return `${name} is a cookie, and the clients send none.`
  const style = textAt(parameter, 'style') ?? (place === 'query' ? 'form' : 'simple')
  if (place !== 'query')
    return style === 'simple' ? undefined : `${name} is written as ${style}, which the clients do not know.`
  if (isObject(parameter['content'])) return undefined
  const schema = resolve(document, parameter['schema']) ?? {}
  const types = strings([schema['type'] ?? null].flat())
  const isWhole = parameter['explode'] === false && types.includes('array')
  const isReserved = parameter['allowReserved'] === true
  if (style === 'form' && !isWhole && !isReserved && !types.includes('object')) return undefined
  const how = `${style}${isWhole ? ' without explode' : ''}${isReserved ? ' with reserved signs' : ''}`
  return `${name} is written as ${how}; the clients write single values, lists that repeat their name, and JSON.`
}
