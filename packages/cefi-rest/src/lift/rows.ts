import { isRecord } from '@truemarkets/core'
import { changed, type JsonObject, type LiftReport, renamed } from './members.ts'

/** Brings one object of an answer to its present names and spellings. */
export type LiftRow = (row: JsonObject, report: LiftReport) => JsonObject

/**
 * `order` and `modify` become `order_info` and `modify_info` (edition 1.0.0 had the short names), `exeuted_qty` becomes `executed_qty`
 * (the editions print the slip, the publisher's code reads the right word).
 */
export const liftOrder: LiftRow = (row, report) =>
  renamed(
    renamed(renamed(row, 'order', 'order_info', report), 'modify', 'modify_info', report),
    'exeuted_qty',
    'executed_qty',
    report,
  )

/** `INITIIALIZED` was a slip of edition 1.0.0. */
export const liftClient: LiftRow = (row) =>
  changed(row, 'status', (status) => (status === 'INITIIALIZED' ? 'INITIALIZED' : status))

/** One revision of 1.0.0 called the `status` of a balance `state`. */
export const liftBalance: LiftRow = (row, report) => renamed(row, 'state', 'status', report)

/** The first edition had `transfer_id` in place of `id`, and spelt `WITHDRAW` as `WITHDRAWL`. */
export const liftTransfer: LiftRow = (row, report) =>
  changed(renamed(row, 'transfer_id', 'id', report), 'request', (request) =>
    isRecord(request) ? changed(request, 'type', (type) => (type === 'WITHDRAWL' ? 'WITHDRAW' : type)) : request,
  )

/** Edition 1.0.3 called the `size` of a page `limit`. An empty cursor says the same as none: this was the last page. */
export const liftPagination: LiftRow = (row, report) => {
  const { next_cursor: cursor, ...page } = renamed(row, 'limit', 'size', report)
  return cursor === undefined || cursor === '' ? page : { ...page, next_cursor: cursor }
}

/** Nothing is known to differ. */
export const asItIs: LiftRow = (row) => row
