import { isNode, LineCounter, parseDocument, visit } from 'yaml'
import { eachObject, eachPlace, isObject, type Json, type JsonObject } from '../json.ts'
import { ContractProblem, reasonOf } from '../problem.ts'
import { locate } from './locate.ts'
import { YAML_OPTIONS } from './yaml-options.ts'

/** The longest document that is read. The largest public description known to us is 13 MB. */
export const MAX_BYTES = 64 * 1024 * 1024

/**
 * Parses a YAML or JSON document (JSON is YAML) into plain values.
 *
 * @throws ContractProblem naming the file, the line and the column of the first fault.
 */
export function parseDocumentText(text: string, file: string): JsonObject {
  const value = parseText(text, file)
  if (!isObject(value)) throw new ContractProblem(`${file} holds no map at its top level, so it is no contract.`)
  return value
}

/** The same for a part of a contract, which need not be a map. */
export function parseText(text: string, file: string): Json {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new ContractProblem(
      `${file} is larger than ${MAX_BYTES / 1024 / 1024} MB; split it or check that it is a contract.`,
    )
  }
  if (text.includes('\0')) throw new ContractProblem(NO_TEXT(file))
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) throw new ContractProblem(`${file} is a web page, not a contract.`)
  const value = looksLikeJson(text) ? parseJson(text, file) : parseYaml(text, file)
  if (text.includes(PROTOTYPE)) refusePrototypes(value, text, file)
  return value
}

/**
 * The text of a document that was read as bytes.
 *
 * @throws ContractProblem where they are no text in UTF-8.
 */
export function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ContractProblem(NO_TEXT(file))
  }
}

const NO_TEXT = (file: string): string => `${file} is no text in UTF-8; save it as such.`

/** How deep a document may be nested, so that every later step has stack enough. */
const MAX_DEPTH = 400

function refuseDepth(value: Json, file: string, depth = 0): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw tooDeep(file)
  for (const member of Object.values(value)) refuseDepth(member, file, depth + 1)
}

function tooDeep(file: string): ContractProblem {
  return new ContractProblem(
    `${file} is nested deeper than ${MAX_DEPTH} levels, so it is hardly a contract; check how it was made.`,
  )
}

const PROTOTYPE = '__proto__'

// In an object of JavaScript it is no member like the others: generated code would lose it in silence.
function refusePrototypes(value: Json, text: string, file: string): void {
  eachPlace(value, (object, pointer) => {
    if (!Object.hasOwn(object, PROTOTYPE)) return
    const place = locate(text, `${pointer}/${PROTOTYPE}`) ?? pointer
    throw new ContractProblem(
      `${file}:${place}: Nothing may be called ${PROTOTYPE}; JavaScript has its own use for it.`,
    )
  })
}

function looksLikeJson(text: string): boolean {
  return /^\s*\{/.test(text)
}

function parseJson(text: string, file: string): Json {
  let value: Json
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json
  } catch (cause) {
    // Flow-style YAML also starts with a brace.
    return file.endsWith('.json') ? refuseJson(text, file, cause) : parseYaml(text, file)
  }
  refuseDepth(value, file)
  // JSON.parse keeps the last of two equal keys in silence; the parser of YAML names the second one.
  return countKeys(value) === writtenKeys(text) ? value : parseYaml(text, file)
}

function refuseJson(text: string, file: string, cause: unknown): never {
  const message = reasonOf(cause)
  const position = /at position (\d+)/.exec(message)?.[1]
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n')
  const column = (before.at(-1) ?? '').length + 1
  throw new ContractProblem(`${file}:${before.length}:${column}: ${message.replace(/ at position.*$/s, '')}`)
}

function countKeys(value: Json): number {
  let count = 0
  eachObject(value, (object) => {
    count += Object.keys(object).length
  })
  return count
}

// Every text is passed whole, so that what looks like a key inside of one is not counted.
function writtenKeys(text: string): number {
  let count = 0
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) count += 1
  return count
}

const SCRIPT_COMMENT = /(?:^|\s)\/[/*]/

function parseYaml(text: string, file: string): Json {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { ...YAML_OPTIONS, lineCounter, prettyErrors: false })
  const refuse = (offset: number, message: string): never => {
    const { line, col } = lineCounter.linePos(offset)
    throw new ContractProblem(`${file}:${line}:${col}: ${message}`)
  }
  const [fault] = document.errors
  if (fault?.message.startsWith('Maximum call stack') === true) throw tooDeep(file)
  if (fault !== undefined)
    refuse(
      fault.pos[0],
      fault.code === 'MULTIPLE_DOCS' ? 'The file holds more than one document; a contract is one.' : fault.message,
    )
  const isJson = looksLikeJson(text)
  visit(document, {
    Alias: (_, alias, path) => {
      if (path.some((node) => isNode(node) && 'anchor' in node && node.anchor === alias.source))
        refuse(alias.range?.[0] ?? 0, `The alias ${alias.source} holds itself.`)
    },
    Scalar: (_, scalar) => {
      // YAML takes it for a part of the word it stands at.
      if (isJson && scalar.type === 'PLAIN' && SCRIPT_COMMENT.test(scalar.source ?? ''))
        refuse(scalar.range?.[0] ?? 0, 'Neither JSON nor YAML has comments with slashes; take them out.')
    },
  })
  try {
    const value = document.toJS({ maxAliasCount: 1000 }) as Json
    refuseDepth(value, file)
    return value
  } catch (cause) {
    // The library counts; everything else it could refuse here, it has refused above.
    if (!(cause instanceof ReferenceError)) throw cause
    throw new ContractProblem(`${file} has aliases that multiply beyond reason: ${cause.message}.`)
  }
}
