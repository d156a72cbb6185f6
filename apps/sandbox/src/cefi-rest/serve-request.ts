import type { Context } from 'hono'
import type { SandboxContext } from '../context.ts'
import { REFUSAL_STATUS, Refusal } from '../exchange/refusal.ts'
import type { ContractOperation } from '../server/contracts.ts'
import type { SandboxEnv } from '../server/env.ts'
import { keepsContract } from '../server/keeps-contract.ts'
import type { Admission, RateLimit } from '../server/rate-limit.ts'
import { textResponse } from '../server/text-response.ts'
import { authenticate, type Caller } from './caller.ts'
import { wrap, wrapProblem } from './envelope.ts'
import { handlerOf } from './handlers.ts'
import type { Route } from './paths.ts'
import { Problem } from './problem.ts'
import { checkRequest, readBody } from './read-request.ts'
import { inContractForm, isLegacyQuote } from './request-forms.ts'
import type { SchemaVersion } from './schema-version.ts'
import { isPastSunset, readVersion, versionForErrors, versionHeaders } from './version.ts'

const NOBODY: Caller = { clientIds: [] }

interface Reply {
  readonly status: number
  readonly type: 'application/json' | 'application/problem+json'
  readonly body: unknown
}

/** `budget → version → route → credentials → body → contract → handle → envelope → check our own answer`. */
export async function serveRequest(
  c: Context<SandboxEnv>,
  context: SandboxContext,
  budget: RateLimit | undefined,
  route: Route | undefined,
): Promise<Response> {
  const header = c.req.header('X-Truex-Version') ?? null
  const operation = route === undefined ? undefined : context.contracts['cefi-rest'].operation(route.operationId)
  let version = versionForErrors(header)
  const admission = budget?.count()
  let reply: Reply
  try {
    if (admission?.isAdmitted === false) throw new Problem(429, 'Too many requests; Retry-After says when to go on.')
    version = readVersion(header, context)
    if (route === undefined || operation === undefined)
      throw new Problem(404, `There is no ${c.req.method} ${c.req.path}.`)
    reply = await answer(c, context, route, operation, version)
  } catch (error) {
    reply = problemReply(c, context, asProblem(c, context, error), version)
  }
  return send(context, version, checked(c, context, operation, version, reply), admission?.headers)
}

async function answer(
  c: Context<SandboxEnv>,
  context: SandboxContext,
  route: Route,
  operation: ContractOperation,
  version: SchemaVersion,
): Promise<Reply> {
  const { answers, clock, exchange } = context
  const rules = context.rules.cefiRest
  const nowMs = clock.now()
  if (route.family !== 'current' && isPastSunset(answers, nowMs))
    throw new Problem(404, 'The prefix /api/v1 is past its sunset; use /v1/cefi.')
  const caller = await identify(c, context, route)
  const query = new URL(c.req.url).searchParams
  const sent = readBody(c.req.method, c.get('body'), c.req.header('Content-Type') ?? null)
  const body = inContractForm({ route, body: sent, caller, answers, exchange })
  const legacyQuote = isLegacyQuote(route, body)
  if (!legacyQuote) checkRequest(operation, { path: route.params, query, headers: c.req.raw.headers, body })
  const operationId = legacyQuote ? 'computeMarketQuoteV103' : route.operationId
  const call = { operationId, exchange, answers, rules, version, caller, params: route.params, query, body, nowMs }
  const result = handlerOf(operationId)(call)
  const status = result.kind === 'one' ? (result.status ?? 200) : 200
  return { status, type: 'application/json', body: wrap(result, operationId, version, context) }
}

async function identify(c: Context<SandboxEnv>, context: SandboxContext, route: Route): Promise<Caller> {
  // R22: whether the public operations are really open.
  const open = context.rules.cefiRest.isPublic(route.operationId) && context.answers.get('R22', 'open') === 'open'
  if (open) return NOBODY
  const { method } = c.req
  return authenticate(context, {
    method,
    target: c.get('target'),
    headers: c.req.raw.headers,
    body: c.get('body'),
    family: route.family,
  })
}

function asProblem(c: Context<SandboxEnv>, context: SandboxContext, error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Refusal) return new Problem(REFUSAL_STATUS[error.kind], error.message)
  context.log.internalError(`cefi-rest ${c.req.method} ${c.req.path}`, error)
  return new Problem(500, 'The sandbox failed; its log says why.')
}

function problemReply(
  c: Context<SandboxEnv>,
  context: SandboxContext,
  problem: Problem,
  version: SchemaVersion,
): Reply {
  const body = wrapProblem(problem, c.req.path, version, context)
  return { status: problem.status, type: 'application/problem+json', body }
}

/** An answer that breaks the contract is our own defect: it is logged, counted and replaced by a 500. */
function checked(
  c: Context<SandboxEnv>,
  context: SandboxContext,
  operation: ContractOperation | undefined,
  version: SchemaVersion,
  reply: Reply,
): Reply {
  if (operation === undefined) return reply
  if (keepsContract(context, `cefi-rest ${operation.id}`, operation, reply, version)) return reply
  return problemReply(c, context, new Problem(500, 'The sandbox made an answer that breaks the contract.'), version)
}

function send(
  context: SandboxContext,
  version: SchemaVersion,
  { status, type, body }: Reply,
  counted: Admission['headers'] = {},
): Response {
  const headers = { 'Content-Type': type, ...versionHeaders(version, context), ...counted }
  return textResponse(JSON.stringify(body), { status, headers })
}
