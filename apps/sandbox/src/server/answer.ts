import type { ApiError, ErrorForm } from './api-error.ts'
import { textResponse } from './text-response.ts'

/** What an operation answers. */
export interface Answer {
  readonly status: number
  /** JSON value; `undefined` answers without a body. */
  readonly body?: unknown
  /** Plain text in place of JSON. */
  readonly text?: string
}

export function toResponse({ status, body, text }: Answer, headers: Readonly<Record<string, string>>): Response {
  if (text !== undefined) return new Response(text, { status, headers: { 'Content-Type': 'text/plain', ...headers } })
  if (body === undefined) return new Response(null, { status, headers })
  return textResponse(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
}

export function errorResponse(
  error: ApiError,
  requestId: string,
  form: ErrorForm = 'newest',
  headers: Readonly<Record<string, string>> = {},
): Response {
  const answer = { status: error.status, body: error.body(requestId, form) }
  return toResponse(answer, { ...headers, ...error.details.headers })
}
