import { AuthenticationError } from '../errors/authentication-error.ts'
import { ClockSkewError } from '../errors/clock-skew-error.ts'
import { ConflictError } from '../errors/conflict-error.ts'
import { NotFoundError } from '../errors/not-found-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { PermissionError } from '../errors/permission-error.ts'
import type { Problem } from '../errors/problem.ts'
import { RateLimitError } from '../errors/rate-limit-error.ts'
import { RejectedError } from '../errors/rejected-error.ts'
import { ServerError } from '../errors/server-error.ts'
import { SunsetError } from '../errors/sunset-error.ts'
import type { TrueMarketsError } from '../errors/true-markets-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { readProblem } from './read-problem.ts'

/** The typed error for an answer that is not a success. */
export function errorForExchange(exchange: Exchange): TrueMarketsError {
  const { call, status, attempts } = exchange
  const problem = readProblem(exchange.text, exchange.headers, exchange.redact)
  const details = { operation: call.operation.id, status, attempts, requestId: problem.requestId }
  if (exchange.skewMs !== undefined) return new ClockSkewError(exchange.skewMs, details)
  const message = describe(status, problem) + doubt(exchange)
  if (status === 410) return new SunsetError({ ...details, version: call.version, sunset: undefined, said: message })
  // 408 and 5xx do not say whether the service acted before it failed, nor does 499: somebody on the way gave the call up.
  if (status >= 499 || status === 408) {
    const error = new ServerError(message, problem, details)
    if (call.operation.retry !== 'never') return error
    return new OutcomeUnknownError({ ...details, cause: error, settle: call.settle })
  }
  switch (status) {
    case 401:
      return new AuthenticationError(message, problem, { ...details, renewable: exchange.renewable })
    case 403:
      return new PermissionError(message, problem, details)
    case 404:
      return new NotFoundError(message, problem, details)
    case 409:
      return new ConflictError(message, problem, details)
    case 429:
      return new RateLimitError(message, problem, { ...details, retryAfterMs: exchange.retryAfterMs })
    default:
      return new RejectedError(message, problem, details)
  }
}

function describe(status: number, problem: Problem): string {
  const said = {
    json: problem.message ?? problem.title ?? problem.type,
    text: problem.message,
    html: 'an HTML page, probably from a proxy in front of the service',
    empty: 'nothing more',
  }[problem.format]
  return `The server answered ${status}: ${said ?? 'no reason given'}`
}

/** A write that may be repeated is refused also because an attempt before, whose answer was lost, has done it. */
function doubt({ call, attempts }: Exchange): string {
  if (call.operation.retry !== 'idempotent' || attempts === 1) return ''
  const shown = call.settle === undefined ? '' : `, which ${call.settle.query} shows`
  return ` (an attempt before this one may have taken effect${shown})`
}
