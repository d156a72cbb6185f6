import { DecodeError, isRecord, type Lift, type Logger, NotFoundError, ServerError } from '@truemarkets/core'
import { type AnswerShape, answerHolds, liftAnswer } from './answer.ts'

/** Operations that answer with what they have created. */
const CREATES: ReadonlySet<string> = new Set(['createOrder', 'createTransfer'])

type Details = { readonly operation: string; readonly status: number; readonly attempts: number }

/**
 * Makes the step that brings the body of every answer that had other shapes to the one of `v2026_01_23`, and refuses what has no such
 * shape. The health report is the one answer with another status than 2xx.
 */
export function createLift(logger: Logger | undefined): Lift {
  return (body, { operation, status, attempts }) => {
    const holds = answerHolds(operation)
    if (holds === undefined) return body
    const details = { operation, status, attempts }
    if (status === 503) refuseOtherThanHealth(body, details)
    const lifted = liftAnswer(operation, body, (finding) =>
      logger?.warn('Two names of one member disagree.', { operation, ...finding }),
    )
    refuseMisshapen(lifted.data, holds, details)
    if (CREATES.has(operation)) refuseNameless(lifted.data, details)
    return lifted
  }
}

/**
 * Anything but a list for a list, or but an object for one, is no answer: the contract requires `data` here, where that of the
 * Gateway does not, so that null or nothing is no empty list. For the status of an order, an empty array means that there is none, and
 * more than one cannot be told apart: the same client-assigned id may have been used twice (question R17).
 */
function refuseMisshapen(data: unknown, holds: AnswerShape['holds'], details: Details): void {
  const { operation } = details
  if (holds === 'one' ? isRecord(data) : holds === 'anything' || Array.isArray(data)) return
  const brokenAs = (what: string) =>
    new DecodeError(`${operation} answered ${what}.`, { ...details, code: 'response_breaks_contract' })
  if (holds === 'list') throw brokenAs('something that is not a list')
  if (operation !== 'getOrderStatus') throw brokenAs('something that is not one object')
  if (Array.isArray(data)) throw brokenAs(`${data.length} orders for one reference; listOrders shows them`)
  if (data !== undefined) throw brokenAs('something that is not an order')
  const message = 'The server answered an empty list: there is no such order.'
  throw new NotFoundError(message, { fieldViolations: [], format: 'json' }, details)
}

/**
 * A success that names nothing that was created, for example `{}`, reads as if there were nothing, and it may exist all the
 * same. A name is the exchange's, or the client's.
 */
function refuseNameless(data: unknown, details: Details): void {
  if (isRecord(data) && ['id', 'external_id'].some((name) => (data[name] ?? '') !== '')) return
  const message = `${details.operation} answered something that names nothing that was created.`
  throw new DecodeError(message, { ...details, code: 'response_breaks_contract' })
}

/** 503 is the answer of a degraded service, and also what a proxy says when there is no service behind it. */
function refuseOtherThanHealth(body: unknown, details: Details): void {
  const report = isRecord(body) && Object.hasOwn(body, 'data') ? body['data'] : body
  const one: unknown = Array.isArray(report) ? report[0] : report
  if (isRecord(one) && typeof one['status'] === 'string' && typeof one['service'] === 'string') return
  const message = 'The server answered 503 without a health report.'
  throw new ServerError(message, { fieldViolations: [], format: 'json' }, details)
}
