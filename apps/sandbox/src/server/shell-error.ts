import { STATUS_CODES } from 'node:http'
import type { Context } from 'hono'
import { TYPES } from './api-error.ts'
import type { SandboxEnv } from './env.ts'

const CEFI_PREFIXES = ['/v1/cefi/', '/api/v1/']

/**
 * An error that the shell answers before any API has seen the request, or in its place: in the shape of the API that was
 * called, a problem, enveloped or bare as the version has it, or the shape that Auth and the gateway share.
 */
export function shellError(
  c: Context<SandboxEnv>,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (!CEFI_PREFIXES.some((prefix) => c.get('target').startsWith(prefix))) {
    return json(status, 'application/json', { type: typeOf(status), message, request_id: c.get('requestId') }, headers)
  }
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: message,
    instance: c.get('target'),
  }
  const isEnveloped = c.req.header('x-truex-version') === 'v2026_01_23'
  return json(status, 'application/problem+json', isEnveloped ? { error: problem } : problem, headers)
}

/** The word that goes with a status; for one that nobody has seen, that of a server which is not well. */
function typeOf(status: number): string {
  const types: Readonly<Record<number, string>> = TYPES
  return types[status] ?? TYPES[503]
}

export function json(
  status: number,
  contentType: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': contentType, ...headers } })
}
