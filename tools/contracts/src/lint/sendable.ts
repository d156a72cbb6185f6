import {
  arrayAt,
  escapePointer,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  partsAndChoices,
  textAt,
} from '../json.ts'
import { resolve } from '../load/references.ts'
import { isJson, METHODS } from '../model/http.ts'
import { jsonTypesOf } from '../model/json-types.ts'
import { type Finding, TAKING_OUT } from './finding.ts'

/** The methods the clients send. */
const SENT = new Set(['get', 'put', 'post', 'delete', 'patch'])

/**
 * The clients of the family can send what the contract asks for: values in paths and headers, lists in queries, and JSON, all to
 * one server. Anything else would be sent in a form the service does not read, or to a place where it is not
 * read, and nobody would hear of it.
 */
export function lintSendable(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  const report: Report = (at, message) => {
    findings.push({ rule: 'own/sendable', severity: 'error', file, at: `#${at}`, message: `${message} ${TAKING_OUT}` })
  }
  for (const [path, value] of Object.entries(objectAt(document, 'paths'))) {
    const item = resolve(document, value) ?? {}
    const at = `/paths/${escapePointer(path)}`
    parameters(document, item, at, report)
    servers(document, item, at, report)
    for (const method of METHODS) {
      const operation = item[method]
      if (!isObject(operation)) continue
      if (!SENT.has(method))
        report(
          `${at}/${method}`,
          `The method is ${method.toUpperCase()}; the clients send ${[...SENT].join(', ').toUpperCase()}.`,
        )
      parameters(document, operation, `${at}/${method}`, report)
      servers(document, operation, `${at}/${method}`, report)
      const fault = bodyFault(document, method, operation['requestBody'])
      if (fault !== undefined) report(`${at}/${method}/requestBody`, fault)
    }
  }
  return findings
}

type Report = (at: string, message: string) => void

function servers(document: JsonObject, holder: JsonObject, at: string, report: Report): void {
  const [own, common] = [urlsOf(holder), new Set(urlsOf(document))]
  if (own.length > 0 && !own.some((url) => common.has(url)))
    report(at, 'No server is one of the whole contract, and the clients send every operation to those.')
}

function urlsOf(holder: JsonObject): Json[] {
  return arrayAt(holder, 'servers').flatMap((server) => (isObject(server) ? (server['url'] ?? []) : []))
}

function bodyFault(document: JsonObject, method: string, body: Json | undefined): string | undefined {
  if (body === undefined) return undefined
  if (method === 'get') return 'A GET has a body, and fetch sends none with it.'
  const types = Object.keys(objectAt(resolve(document, body) ?? {}, 'content'))
  return types.length === 0 || types.some(isJson)
    ? undefined
    : `The body is ${types.join(' or ')}; the clients write JSON.`
}

function parameters(document: JsonObject, holder: JsonObject, at: string, report: Report): void {
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
  const content = Object.keys(objectAt(parameter, 'content'))
  if (content.length > 0)
    return content.every(isJson) ? undefined : `${name} is ${content.join(' or ')}; the clients write JSON.`
  const types = jsonTypesOf(document, parameter['schema'])
  const written = place === 'query' ? queryFault(document, parameter, types) : simpleFault(parameter, types)
  if (written === undefined) return undefined
  return `${name} is written as ${written}; the clients write single values, in queries lists of them in style form, and JSON where content says so.`
}

function queryFault(document: JsonObject, parameter: JsonObject, types: ReadonlySet<string>): string | undefined {
  const style = textAt(parameter, 'style') ?? 'form'
  const isReserved = parameter['allowReserved'] === true
  const isDeep = listsOf(document, parameter['schema']).some((items) => isNested(jsonTypesOf(document, items)))
  if (style === 'form' && !isReserved && !isDeep && !types.has('object')) return undefined
  return [
    style,
    ...(isReserved ? ['with reserved signs'] : []),
    ...(types.has('object') ? ['of an object'] : isDeep ? ['of a list of objects or lists'] : []),
  ].join(' ')
}

function simpleFault(parameter: JsonObject, types: ReadonlySet<string>): string | undefined {
  const style = textAt(parameter, 'style') ?? 'simple'
  if (style === 'simple' && !isNested(types)) return undefined
  return `${style}${types.has('object') ? ' of an object' : types.has('array') ? ' of a list' : ''}`
}

function isNested(types: ReadonlySet<string>): boolean {
  return types.has('object') || types.has('array')
}

/** What the lists hold that a value may be. */
function listsOf(document: JsonObject, schema: Json | undefined): Json[] {
  const target = resolve(document, schema) ?? {}
  return [
    ...(target['items'] === undefined ? [] : [target['items']]),
    ...partsAndChoices(target).flatMap((part) => listsOf(document, part)),
  ]
}
