import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import { type Answer, errorResponse, toResponse } from './answer.ts'
import { ApiError, type ErrorForm } from './api-error.ts'
import type { Contract, ContractOperation } from './contracts.ts'
import type { SandboxEnv } from './env.ts'
import { parseJsonBody } from './json-body.ts'
import { keepsContract } from './keeps-contract.ts'
import { isRecord } from './record.ts'

/** One request to one operation, checked against the contract. */
export interface Call<Caller> {
  readonly operation: ContractOperation
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: unknown
  readonly caller: Caller
}

export interface Service<Caller> {
  readonly contract: Contract
  /** Decides who calls; throws a 401. Runs before the body is looked at, as a gateway does. */
  readonly authenticate: (operation: ContractOperation, headers: Headers) => Promise<Caller> | Caller
  /** Headers that every answer carries, or an `ApiError` when the caller has asked too often. */
  readonly admit: (operation: ContractOperation) => Readonly<Record<string, string>>
  readonly handlers: Readonly<Record<string, (call: Call<Caller>) => Promise<Answer> | Answer>>
  /** Which of the error shapes in use this API writes. */
  readonly errorForm: ErrorForm
  /** Wrong inputs that this world lets pass, by field. Default none. */
  readonly unchecked?: readonly string[]
  /** What the bodies of some operations must hold in this world beside what the contract asks for. Default nothing. */
  readonly asksAlsoFor?: Readonly<Record<string, readonly string[]>>
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
  const { errorForm, contract } = service
  const requestId = c.get('requestId')
  // The path as it is on the wire, not as a URL parser would tidy it: `..` names no operation.
  const path = (c.get('target').split('?', 1)[0] ?? '').slice(basePath.length)
  const match = contract.match(c.req.method, path)
  if (match === undefined) {
    return errorResponse(new ApiError(404, `There is no ${c.req.method} ${path}.`), requestId, errorForm)
  }
  const { operation, params } = match
  const where = `${contract.api} ${operation.id}`
  let headers: Readonly<Record<string, string>> = {}
  try {
    headers = service.admit(operation)
    const answer = await carryOut(c, service, operation, params)
    if (keepsContract(context, where, operation, answer)) return toResponse(answer, headers)
    return errorResponse(new ApiError(500, 'The sandbox broke the contract; its log says how.'), requestId, errorForm)
  } catch (error) {
    if (error instanceof ApiError) {
      const refusal = asDocumented(operation, error)
      keepsContract(context, where, operation, { status: refusal.status, body: refusal.body(requestId, errorForm) })
      return errorResponse(refusal, requestId, errorForm, headers)
    }
    context.log.internalError(where, error)
    return errorResponse(new ApiError(500, 'The sandbox failed; its log says why.'), requestId, errorForm)
  }
}

/** Some operations document neither 403 nor 404: what is forbidden or unknown is a bad request there. */
function asDocumented(operation: ContractOperation, error: ApiError): ApiError {
  const isMissing = (error.status === 403 || error.status === 404) && !operation.documents(error.status)
  return isMissing && operation.documents(400) ? new ApiError(400, error.message, error.details) : error
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
  const body = parseJsonBody(c.get('body'), headers.get('content-type'))
  const { unchecked = [], asksAlsoFor = {} } = service
  const missing = (asksAlsoFor[operation.id] ?? []).filter((name) => !isRecord(body) || body[name] === undefined)
  const violations = operation
    .checkRequest({ path: params, query, headers, body })
    .filter(({ field }) => !unchecked.includes(field))
    .concat(missing.map((field) => ({ field, message: 'is required' })))
  // Where the contract knows no 400, a wrong parameter is ignored and its default used.
  if (violations.length > 0 && operation.documents(400)) {
    throw new ApiError(400, 'The request breaks the contract.', { violations })
  }
  const handler = service.handlers[operation.id]
  if (handler === undefined)
    throw new TypeError(`No handler for ${operation.id}; add one in apps/sandbox/src/${service.contract.api}.`)
  return handler({ operation, params, query, headers, body, caller })
}
