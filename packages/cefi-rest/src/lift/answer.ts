import { isRecord } from '@truemarkets/core'
import type { OperationId } from '../path-families.ts'
import { changed, type JsonObject, type LiftReport, withoutNulls } from './members.ts'
import { asItIs, type LiftRow, liftBalance, liftClient, liftOrder, liftPagination, liftTransfer } from './rows.ts'

/** How the answer of an operation is built: `one` object or a `list` of rows, and what each row needs. */
export type AnswerShape = { readonly holds: 'one' | 'list' | 'anything'; readonly row: LiftRow }

/** The operations that have had other shapes. What a later edition adds is read as it comes. */
const SHAPES = {
  getHealth: { holds: 'one', row: asItIs },
  listVersions: { holds: 'anything', row: asItIs },
  listAssets: { holds: 'list', row: asItIs },
  listInstruments: { holds: 'list', row: asItIs },
  listMarketQuotes: { holds: 'list', row: asItIs },
  computeMarketQuote: { holds: 'one', row: asItIs },
  computeMarketQuoteV103: { holds: 'one', row: asItIs },
  listClients: { holds: 'list', row: liftClient },
  updateClient: { holds: 'one', row: liftClient },
  createOrder: { holds: 'one', row: liftOrder },
  modifyOrder: { holds: 'one', row: liftOrder },
  cancelOrder: { holds: 'one', row: liftOrder },
  getOrderStatus: { holds: 'one', row: liftOrder },
  listActiveOrders: { holds: 'list', row: liftOrder },
  listOrders: { holds: 'list', row: liftOrder },
  listOrderTrades: { holds: 'list', row: asItIs },
  listBalances: { holds: 'list', row: liftBalance },
  listActiveTransfers: { holds: 'list', row: liftTransfer },
  listTransfers: { holds: 'list', row: liftTransfer },
  createTransfer: { holds: 'one', row: liftTransfer },
} as const satisfies Readonly<Partial<Record<OperationId | 'computeMarketQuoteV103', AnswerShape>>>

/** What the `data` of an operation's answer holds; undefined for an operation whose answer has only the shape of the contract. */
export function answerHolds(operation: string): AnswerShape['holds'] | undefined {
  return hasOlderShape(operation) ? SHAPES[operation].holds : undefined
}

/** An operation without an older shape is only put into the envelope. */
const UNKNOWN: AnswerShape = { holds: 'anything', row: asItIs }

/** Reports nothing. */
const unheard: LiftReport = () => {}

/**
 * Lifts the body of a successful answer, of either schema version, to one envelope: `{ data, pagination? }` with the present member names.
 *
 * An object that owns `data` is an envelope already; anything else is the bare body of `v2024_01_01`, or of a service that does not wrap
 * single objects (question R4). A single object in an array of one is taken out of it, and an empty array in its
 * place leaves `data` undefined: there is no such object. Unknown members and values pass through; members
 * that are null are dropped. Lifting twice changes nothing.
 *
 * @param operation Name of the operation, for example `listOrders`. An unknown name leaves the rows as they are.
 * @param report Told when an old and a new name carry different values.
 * @example
 * ```ts
 * liftAnswer('cancelOrder', { id: '1', exeuted_qty: '2' }) // { data: { id: '1', executed_qty: '2' } }
 * ```
 */
export function liftAnswer(operation: string, body: unknown, report: LiftReport = unheard): { readonly data: unknown } {
  const { holds, row }: AnswerShape = hasOlderShape(operation) ? SHAPES[operation] : UNKNOWN
  const envelope = asEnvelope(body)
  const page = (value: unknown): unknown => (isRecord(value) ? liftPagination(value, report) : value)
  const rows = (value: unknown): unknown => (isRecord(value) ? row(value, report) : value)
  const data = holds === 'one' ? single(envelope['data']) : envelope['data']
  return { ...changed(envelope, 'pagination', page), data: Array.isArray(data) ? data.map(rows) : rows(data) }
}

/**
 * Lifts the body of a refusal to the shape of `v2026_01_23`: `{ error: problem }`.
 *
 * @example
 * ```ts
 * liftProblem({ type: 'about:blank', title: 'Not Found', status: 404 }) // { error: { type: 'about:blank', … } }
 * ```
 */
export function liftProblem(body: unknown): unknown {
  return isRecord(body) && !Object.hasOwn(body, 'error') ? { error: body } : body
}

function hasOlderShape(name: string): name is keyof typeof SHAPES {
  return Object.hasOwn(SHAPES, name)
}

function asEnvelope(body: unknown): JsonObject {
  const present = withoutNulls(body)
  // Told by the body as it came: `data` that is null is an answer without data, not an object without an envelope.
  return isRecord(body) && Object.hasOwn(body, 'data') && isRecord(present) ? present : { data: present }
}

function single(data: unknown): unknown {
  return Array.isArray(data) && data.length < 2 ? data[0] : data
}
