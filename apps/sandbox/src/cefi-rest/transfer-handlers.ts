import type { Transfer } from '../exchange/types.ts'
import { transferView } from '../exchange/views.ts'
import { isRecord } from '../server/record.ts'
import { type Call, type Handler, list, one } from './call.ts'
import { page, timeFilter } from './page.ts'
import { choiceOf, decimalOf, ownClient, recordOf, textOf } from './request-values.ts'

const createTransfer: Handler = (call) => {
  const request = recordOf(call.body, 'request')
  const instructions = request['instructions']
  const transfer = call.exchange.transfer({
    clientId: ownClient(call, textOf(request, 'client_id')),
    assetId: textOf(request, 'asset_id'),
    amount: decimalOf(request, 'amount'),
    type: choiceOf(request, 'type', ['DEPOSIT', 'WITHDRAW']),
    platform: choiceOf(request, 'platform', ['FIAT', 'CRYPTO']),
    instructions: isRecord(instructions) ? instructions : undefined,
  })
  return one(view(call, transfer))
}

const listActiveTransfers: Handler = (call) => {
  const { exchange, caller, query } = call
  const id = query.get('transfer_id')
  const rows = exchange.activeTransfers(caller.clientIds).filter((transfer) => id === null || transfer.id === id)
  return list(rows.map((transfer) => view(call, transfer)))
}

const listTransfers: Handler = (call) => {
  const wanted = timeFilter(call)
  return page<Transfer>(call, {
    rows: call.exchange.recentTransfers(call.caller.clientIds).filter((transfer) => wanted(transfer.createdAt)),
    key: (transfer) => transfer.id,
    at: (transfer) => transfer.createdAt,
    view: (transfer) => view(call, transfer),
  })
}

function view({ answers }: Call, transfer: Transfer): Record<string, unknown> {
  return transferView(transfer, answers.get('R20', 'object') === 'other')
}

export const transferHandlers = { createTransfer, listActiveTransfers, listTransfers }
