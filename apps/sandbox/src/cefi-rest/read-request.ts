import type { ContractOperation, RequestParts } from '../server/contracts.ts'
import { isRecord, type JsonRecord } from '../server/record.ts'
import { Problem } from './problem.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The body of a write; an empty object for operations without one. */
export function readBody(method: string, bytes: Uint8Array, contentType: string | null): JsonRecord {
  if (method === 'GET' || method === 'DELETE') return {}
  if (contentType === null || !/^application\/json\s*(?:;|$)/i.test(contentType))
    throw new Problem(415, 'The body must be sent as Content-Type: application/json.')
  const value = parseJson(bytes)
  if (!isRecord(value)) throw new Problem(400, 'The body must be a JSON object.')
  return value
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    // Decoder and parser name offsets; the caller needs to know that the body is not JSON.
    throw new Problem(400, 'The body is not JSON in UTF-8.')
  }
}

/** Refuses what breaks the contract, naming each member in `detail`: there is no other place for it. */
export function checkRequest(operation: ContractOperation, parts: RequestParts): void {
  const violations = operation.checkRequest(parts)
  if (violations.length === 0) return
  const words = violations.map(({ field, message }) => `${field} ${message}`)
  throw new Problem(400, `The request breaks the contract: ${words.join('; ')}.`)
}
