import { DecodeError } from '../errors/decode-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { TrueMarketsError } from '../errors/true-markets-error.ts'
import type { Violation } from '../errors/validation-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { isRecord, parseJson } from '../json.ts'
import { inBrief, violationsOf } from '../request/validate-request.ts'
import type { Validators } from '../request/validators.ts'
import { errorForExchange } from './error-for-exchange.ts'
import { isProblem, readProblem } from './read-problem.ts'

/**
 * Brings the body of a success to the current shape from that of another schema version; undefined is given where a success
 * may come without a body and does. Refusals are read in every shape.
 */
export type Lift = (
  body: unknown,
  context: {
    readonly operation: string
    readonly status: number
    readonly version: string | undefined
    /** How often the call was sent, for errors that the lifting throws. */
    readonly attempts: number
  },
) => unknown

/** What decoding needs beside the exchange. */
export interface DecodeTools {
  /** Default: bodies are left as they are. */
  readonly lift?: Lift | undefined
  /** Operations whose success may have any body at all, for example a health check; one that is no object reads as `{}`. Default: none. */
  readonly anyBody?: readonly string[] | undefined
  /** Compiled validators for answers, when they are wanted. */
  readonly validators?: Validators | undefined
}

/** Statuses that may come without a body where the contract has them, also where it describes one. */
const EMPTY: ReadonlySet<number> = new Set([202, 204])

/**
 * The result of an exchange, or its typed error.
 *
 * A success that cannot be read, or that breaks the contract, is a {@link DecodeError}; for operations that must not be
 * repeated the ids in it are lost with it, so that it becomes an {@link OutcomeUnknownError}.
 */
export function decode(exchange: Exchange, tools: DecodeTools): unknown {
  try {
    return read(exchange, tools)
  } catch (error) {
    throw error instanceof DecodeError ? unread(error, exchange) : error
  }
}

/**
 * The JSON of an answer of any status, for those who read it by themselves.
 *
 * @throws As {@link decode} where it is none, and not as a SyntaxError, which quotes what it failed on.
 */
export function decodeJson(exchange: Exchange): unknown {
  const parsed = parseJson(exchange.text, exchange.call.operation.fractions)
  if (parsed.ok) return parsed.value
  throw unread(
    unreadable(exchange, 'The server answered something that is not JSON.', 'response_undecodable'),
    exchange,
  )
}

/** What it means that a success could not be read: a write that must not be repeated may have taken effect. */
function unread(error: DecodeError, { call, status, attempts }: Exchange): TrueMarketsError {
  const { id: operation, retry } = call.operation
  if (retry !== 'never' || status >= 300) return error
  return new OutcomeUnknownError({ operation, status, attempts, cause: error, settle: call.settle })
}

function read(exchange: Exchange, tools: DecodeTools): unknown {
  const { call, status } = exchange
  const { operation } = call
  const good = status >= 200 && status <= 299
  // A status outside 2xx that the contract calls an answer (a health report with 503) is one only in the API's own JSON.
  if (!good && !(operation.success.includes(status) && parseJson(exchange.text).ok)) {
    throw errorForExchange(exchange)
  }
  const lenient = tools.anyBody?.includes(operation.id) ?? false
  const parsed = parseJson(exchange.text, operation.fractions)
  if (!parsed.ok) {
    const empty = exchange.text.trim() === ''
    const mayBeEmpty = operation.noBody === true || (EMPTY.has(status) && operation.success.includes(status))
    if (lenient) return liftBody({}, exchange, tools)
    if (empty && mayBeEmpty) return liftBody(undefined, exchange, tools)
    throw empty
      ? unreadable(exchange, 'The server answered a success without a body.', 'response_empty')
      : unreadable(exchange, 'The server answered a success that is not JSON.', 'response_undecodable')
  }
  // No contract of these APIs answers with a bare text, number or null; passed on, it would fail where it is first read.
  if (typeof parsed.value !== 'object' || parsed.value === null) {
    if (lenient) return liftBody({}, exchange, tools)
    throw unreadable(exchange, 'The server answered a success that is no object or list.', 'response_breaks_contract')
  }
  // A 202 says that the request was taken, and a message in it what is done about it (question G5).
  if (!lenient && good && status !== 202 && operation.saysMessage !== true && isProblem(parsed.value)) {
    const { message = 'no reason given' } = readProblem(exchange.text, exchange.headers, exchange.redact)
    const said = `The server answered ${status}, and in it a failure: ${message}`
    throw unreadable(exchange, said, 'response_breaks_contract')
  }
  const body = liftBody(parsed.value, exchange, tools)
  const validators = tools.validators?.response[operation.id]
  const validate = validators?.[String(status)] ?? (good ? validators?.['2XX'] : undefined)
  if (validate !== undefined && !validate(body)) {
    const violations = violationsOf('body', validate.errors ?? [])
    const message = `The answer breaks the contract: ${inBrief(violations)}.`
    throw unreadable(exchange, message, 'response_breaks_contract', violations)
  }
  if (operation.page !== 'none' && !isPage(body)) {
    throw unreadable(exchange, 'The server answered a page whose data is not a list.', 'response_breaks_contract')
  }
  return operation.unwrap ? unwrap(body) : body
}

function liftBody(body: unknown, exchange: Exchange, { lift }: DecodeTools): unknown {
  if (lift === undefined) return body
  const { call, status, attempts } = exchange
  try {
    return lift(body, { operation: call.operation.id, status, version: call.version, attempts })
  } catch (error) {
    if (error instanceof TrueMarketsError) throw error
    // For example nested deeper than the stack is: JSON.parse reads that, and nothing recursive does.
    throw unreadable(exchange, 'The answer has no shape that could be read.', 'response_breaks_contract')
  }
}

/** Passed on, anything else in the place of the rows would read as a list that is empty; a page may leave them out, which is one. */
function isPage(body: unknown): boolean {
  const rows = isRecord(body) ? (body['data'] ?? []) : body
  return Array.isArray(rows)
}

type Unread = 'response_empty' | 'response_undecodable' | 'response_breaks_contract'

function unreadable(
  { call, status, attempts, headers }: Exchange,
  message: string,
  code: Unread,
  violations: readonly Violation[] = [],
): DecodeError {
  const contentType = headers.get('content-type') ?? undefined
  return new DecodeError(message, { operation: call.operation.id, status, attempts, code, contentType, violations })
}

/** `data` of an envelope. Anything that is no envelope stays as it is. An array of one (R4) is the business of `lift`. */
function unwrap(body: unknown): unknown {
  return isRecord(body) && Object.hasOwn(body, 'data') ? body['data'] : body
}
