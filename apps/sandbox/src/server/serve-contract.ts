import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import { ApiError } from './api-error.ts'
import type { Contract, ContractOperation } from './contracts.ts'
import type { SandboxEnv } from './env.ts'
import { parseJsonBody } from './json-body.ts'

/** One request to one operation, checked against the contract. */
export interface Call<Caller> {
  readonly operation: ContractOperation
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: unknown
  readonly caller: Caller
}

export interface Answer {
  readonly status: number
  /** `undefined` answers without a body. */
  readonly body?: unknown
}

export interface Service<Caller> {
  readonly contract: Contract
  /** Decides who calls; throws a 401. Runs before the body is looked at, as a gateway does. */
  readonly authenticate: (operation: ContractOperation, headers: Headers) => Promise<Caller> | Caller
  /** Headers that every answer carries, or an `ApiError` when the caller has asked too often. */
  readonly admit: () => Readonly<Record<string, string>>
  readonly handlers: Readonly<Record<string, (call: Call<Caller>) => Promise<Answer> | Answer>>
}

/**
 * Serves one contract: match → admit → authenticate → read → validate → handle → check our own answer.
 * An answer that the contract does not allow is our defect: it is logged, counted and replaced by a 500.
 */
export async function serveContract<Caller>(
  c: Context<SandboxEnv>,
  context: SandboxContext,
  service: Service<Caller>,
  basePath: string,
): Promise<Response> {
  const path = new URL(c.req.url).pathname.slice(basePath.length)
  const match = service.contract.match(c.req.method, path)
  if (match === undefined) {
    return errorResponse(c, new ApiError(404, `There is no ${c.req.method} ${path}.`))
  }
  const { operation, params } = match
  const where = `${service.contract.api} ${operation.id}`
  let headers: Readonly<Record<string, string>> = {}
  try {
    headers = service.admit()
    const { status, body } = await carryOut(c, service, operation, params)
    const violations = operation.checkResponse(status, body)
    if (violations.length > 0) {
      context.log.contractViolation(where, JSON.stringify(violations))
      return errorResponse(c, new ApiError(500, 'The sandbox made an answer that breaks the contract.'), headers)
    }
    return jsonResponse(status, body, headers)
  } catch (error) {
    if (!(error instanceof ApiError)) {
      context.log.internalError(where, error)
      return errorResponse(c, new ApiError(500, 'The sandbox failed; its log says why.'), headers)
    }
    const violations = operation.checkResponse(error.status, error.body(c.var.requestId))
    if (violations.length > 0) context.log.contractViolation(where, JSON.stringify(violations))
    return errorResponse(c, error, { ...headers, ...error.details.headers })
  }
}

async function carryOut<Caller>(
  c: Context<SandboxEnv>,
  service: Service<Caller>,
  operation: ContractOperation,
  params: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { headers } = c.req.raw
  const caller = await service.authenticate(operation, headers)
  const query = new URL(c.req.url).searchParams
  const body = parseJsonBody(c.var.body, headers.get('content-type'))
  const violations = operation.checkRequest({ path: params, query, headers, body })
  // Where the contract knows no 400, a wrong parameter is ignored and its default used.
  if (violations.length > 0 && operation.documents(400)) {
    throw new ApiError(400, 'The request breaks the contract.', { violations })
  }
  const handler = service.handlers[operation.id]
  if (handler === undefined) throw new TypeError(`No handler for ${operation.id}.`)
  return handler({ operation, params, query, headers, body, caller })
}

export function errorResponse(
  c: Context<SandboxEnv>,
  error: ApiError,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonResponse(error.status, error.body(c.var.requestId), headers)
}

function jsonResponse(status: number, body: unknown, headers: Readonly<Record<string, string>>): Response {
  if (body === undefined) return new Response(null, { status, headers })
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
}
