import type { Context } from 'hono'
import type { SandboxEnv } from './env.ts'

const CEFI_PREFIXES = ['/v1/cefi/', '/api/v1/']

/**
 * An error that a fault asks for, in the shape of the API that was called: a problem, enveloped or bare as the version has
 * it, or the shape that Auth and the gateway share.
 */
export function faultAnswer(
  c: Context<SandboxEnv>,
  status: number,
  words: { readonly type: string; readonly message: string },
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (!CEFI_PREFIXES.some((prefix) => c.get('target').startsWith(prefix))) {
    return json(status, 'application/json', { ...words, request_id: c.get('requestId') }, headers)
  }
  const problem = { type: 'about:blank', title: words.type, status, detail: words.message, instance: c.get('target') }
  const isEnveloped = c.req.header('x-truex-version') === 'v2026_01_23'
  return json(status, 'application/problem+json', isEnveloped ? { error: problem } : problem, headers)
}

export function json(
  status: number,
  contentType: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': contentType, ...headers } })
}
