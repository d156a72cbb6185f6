import { STATUS_CODES } from 'node:http'
import { type ErrorStatus, TYPES } from './api-error.ts'

export function refusal(status: ErrorStatus, message: string): { type: string; message: string } {
  return { type: TYPES[status], message }
}

/** A whole HTTP answer, for a connection that no app serves. */
export function rawAnswer(status: ErrorStatus, message: string): string {
  const body = JSON.stringify(refusal(status, message))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
