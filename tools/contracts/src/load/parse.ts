import { LineCounter, parseDocument } from 'yaml'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { ContractProblem } from '../problem.ts'

/** The longest document that is read. The largest public description known to us is 13 MB. */
export const MAX_BYTES = 64 * 1024 * 1024

/**
 * Parses a YAML or JSON document (JSON is YAML) into plain values.
 *
 * @throws ContractProblem naming the file, the line and the column of the first fault.
 */
export function parseDocumentText(text: string, file: string): JsonObject {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new ContractProblem(
      `${file} is larger than ${MAX_BYTES / 1024 / 1024} MB; split it or check that it is a contract.`,
    )
  }
  const value = looksLikeJson(text) ? parseJson(text, file) : parseYaml(text, file)
  if (!isObject(value)) throw new ContractProblem(`${file} holds no map at its top level, so it is no contract.`)
  return value
}

function looksLikeJson(text: string): boolean {
  return /^\s*\{/.test(text)
}

function parseJson(text: string, file: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    // Flow-style YAML also starts with a brace; its parser gives line and column as well.
    return parseYaml(text, file)
  }
}

function parseYaml(text: string, file: string): Json {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const [fault] = document.errors
  if (fault !== undefined) {
    const { line, col } = lineCounter.linePos(fault.pos[0])
    throw new ContractProblem(`${file}:${line}:${col}: ${fault.message}`)
  }
  return document.toJS({ maxAliasCount: 1000 }) as Json
}
