import { arrayAt, escapePointer, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { resolve } from '../load/references.ts'
import { isMethod, METHODS } from '../model/http.ts'
import type { Finding } from './finding.ts'

const BESIDE = new Set(['$ref', 'summary', 'description', 'servers', 'parameters'])
const STATUS = /^(?:[1-5](?:\d\d|XX)|default|x-.*)$/i
const PLACES = new Set(['path', 'query', 'header', 'cookie'])

/** Every operation can be called: its path and its parameters say the same, and nothing in it would be passed over in silence. */
export function lintPaths(document: JsonObject, file: string): Finding[] {
  const findings: Finding[] = []
  const report: Report = (at, message) => {
    findings.push({ rule: 'own/operation', severity: 'error', file, at: `#${at}`, message })
  }
  const paths = document['paths']
  if (paths !== undefined && !isObject(paths)) report('/paths', 'paths maps each path to its operations.')
  const taken = new Map<string, string>()
  for (const [path, value] of Object.entries(objectAt(document, 'paths'))) {
    if (path.startsWith('x-')) continue
    const at = `/paths/${escapePointer(path)}`
    if (!path.startsWith('/')) report(at, 'A path starts with a slash.')
    const item = resolve(document, value)
    if (item === undefined) report(at, 'A path holds its operations by method.')
    else {
      pathItem(document, item, { path, at, report })
      for (const method of METHODS) {
        // The names of its holes do not make it another path.
        const place = `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`
        const other = taken.get(place)
        if (!isObject(item[method])) continue
        if (other === undefined) taken.set(place, path)
        else
          report(
            `${at}/${method}`,
            `The path is that of ${other}, which has the method too; only parameters are named otherwise.`,
          )
      }
    }
  }
  return findings
}

type Report = (at: string, message: string) => void
type Context = { readonly path: string; readonly at: string; readonly report: Report }

function pathItem(document: JsonObject, item: JsonObject, { path, at, report }: Context): void {
  const shared = parametersOf(document, item, { path, at, report })
  for (const [key, operation] of Object.entries(item)) {
    if (BESIDE.has(key) || key.startsWith('x-')) continue
    if (!isMethod(key))
      report(
        `${at}/${key}`,
        `${key} is none of the methods that code is made for (${METHODS.join(', ')}); describe it under one of those, or leave it out.`,
      )
    else if (!isObject(operation)) report(`${at}/${key}`, 'An operation is an object.')
    else {
      const own = parametersOf(document, operation, { path, at: `${at}/${key}`, report })
      for (const status of Object.keys(objectAt(operation, 'responses'))) {
        if (!STATUS.test(status))
          report(
            `${at}/${key}/responses/${escapePointer(status)}`,
            `${status} is no status; an answer is under one, a range like 4XX, or default.`,
          )
      }
      const declared = new Set([...shared, ...own])
      for (const [, name = ''] of path.matchAll(/\{([^{}]+)\}/g)) {
        if (!declared.has(name)) report(`${at}/${key}`, `The path holds {${name}}, which no parameter describes.`)
      }
    }
  }
}

/** The names of the path parameters; what is wrong with any parameter is reported. */
function parametersOf(document: JsonObject, holder: JsonObject, { path, at, report }: Context): string[] {
  const list = holder['parameters']
  if (list !== undefined && !Array.isArray(list)) report(`${at}/parameters`, 'parameters is a list.')
  const seen = new Set<string>()
  const names: string[] = []
  for (const [index, value] of arrayAt(holder, 'parameters').entries()) {
    const fault = parameterFault(resolve(document, value), path, seen)
    if (fault !== undefined) report(`${at}/parameters/${index}`, fault)
    const parameter = resolve(document, value)
    if (parameter?.['in'] === 'path') names.push(textAt(parameter, 'name') ?? '')
  }
  return names
}

function parameterFault(parameter: JsonObject | undefined, path: string, seen: Set<string>): string | undefined {
  const name = parameter === undefined ? undefined : textAt(parameter, 'name')
  const place: Json | undefined = parameter?.['in']
  if (name === undefined) return 'A parameter needs a name.'
  if (typeof place !== 'string' || !PLACES.has(place))
    return `${name} is in ${JSON.stringify(place)}; code is made for parameters in ${[...PLACES].join(', ')}: describe it as such, or leave it out.`
  const { type, schema, content } = parameter ?? {}
  if (typeof type === 'string' && schema === undefined && content === undefined)
    return `${name} has its type outside of a schema, where nothing reads it; say schema: { type: ${type} }.`
  if (seen.has(`${place} ${name}`)) return `${name} is there twice in ${place}.`
  seen.add(`${place} ${name}`)
  return place === 'path' && !path.includes(`{${name}}`) ? `The path has no {${name}}.` : undefined
}
