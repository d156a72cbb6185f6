import type { Answers } from '../answers.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { isRecord, type JsonRecord, textAt } from '../server/record.ts'
import type { Caller } from './caller.ts'
import type { Route } from './paths.ts'
import { Problem } from './problem.ts'

interface Parts {
  readonly route: Route
  readonly body: JsonRecord
  readonly caller: Caller
  readonly answers: Answers
  readonly exchange: Exchange
}

/** Brings a body that only another possible world allows into the form of the contract. */
export function inContractForm({ route, body, caller, answers, exchange }: Parts): JsonRecord {
  // R11: the first edition printed the members of a transfer at the top level.
  if (route.operationId === 'createTransfer' && answers.get('R11', 'wrapped') === 'flat') {
    if (isRecord(body['request'])) throw new Problem(400, 'The members of a transfer stand at the top level.')
    return { request: body }
  }
  // R18: an order may be named by its client-assigned id alone.
  const externalId = textAt(body, 'external_id')
  const byExternalId = body['id'] === undefined && externalId !== undefined && answers.get('R18', 'no') === 'yes'
  if (route.operationId === 'modifyOrder' && byExternalId) {
    const order = exchange.findOrder(caller.clientIds, { by: 'client', id: externalId })
    if (order === undefined) throw new Problem(404, `There is no order ${externalId}.`)
    return { id: order.id, info: body['info'] }
  }
  return body
}

/** Edition 1.0.3 took an amount of the quote asset on the singular path, without a side or a unit. */
export function isLegacyQuote({ operationId, family }: Route, body: JsonRecord): boolean {
  return (
    operationId === 'computeMarketQuote' &&
    family === 'legacySingular' &&
    body['side'] === undefined &&
    body['qty_unit'] === undefined
  )
}
