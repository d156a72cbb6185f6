import type { ContractOperation, RequestParts } from '../server/contracts.ts'
import { decodeJson, isJsonType } from '../server/json-body.ts'
import { isRecord, type JsonRecord } from '../server/record.ts'
import { Problem } from './problem.ts'

/** The body of a write; an empty object for operations without one. */
export function readBody(method: string, bytes: Uint8Array, contentType: string | null): JsonRecord {
  if (method === 'GET' || method === 'DELETE') return {}
  if (!isJsonType(contentType)) throw new Problem(415, 'The body must be sent as Content-Type: application/json.')
  const decoded = decodeJson(bytes)
  if (decoded === undefined) throw new Problem(400, 'The body is not JSON in UTF-8.')
  if (!isRecord(decoded.value)) throw new Problem(400, 'The body must be a JSON object.')
  return decoded.value
}

/** Refuses what breaks the contract, naming each member in `detail`: there is no other place for it. */
export function checkRequest(operation: ContractOperation, parts: RequestParts): void {
  const violations = operation.checkRequest(parts)
  if (violations.length === 0) return
  const words = violations.map(({ field, message }) => `${field} ${message}`)
  throw new Problem(400, `The request breaks the contract: ${words.join('; ')}.`)
}
