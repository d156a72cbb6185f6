import type { SandboxContext } from '../context.ts'
import type { Gateway } from './gateway.ts'
import { accountOf, type GatewayHandlers, idOf } from './gateway-call.ts'
import { answerPage, type CursorForm } from './pages.ts'
import type { StampsBody } from './stamps.ts'
import { transferStatus, viewTransfer } from './transfer.ts'
import type { TransferBody } from './transfer-desk.ts'

export function transferHandlers(
  { answers, rules: { gateway: rules } }: SandboxContext,
  { transfers }: Gateway,
  cursors: CursorForm,
): GatewayHandlers {
  const created = Number(answers.get('G4', '201'))

  return {
    createTransfer: (call) => {
      const transfer = transfers.create(accountOf(call), call.body as TransferBody)
      return { status: created, body: viewTransfer(transfer) }
    },

    executeTransfer: (call) => {
      const transfer = transfers.execute(accountOf(call), idOf(call), call.body as StampsBody)
      return { status: 200, body: viewTransfer(transfer) }
    },

    getTransfer: (call) => ({ status: 200, body: viewTransfer(transfers.get(accountOf(call), idOf(call))) }),

    listTransfers: (call) => {
      const status = call.query.get('status')
      return answerPage(rules, call.query, {
        rows: transfers.list(accountOf(call)).filter((row) => status === null || transferStatus(row) === status),
        instantOf: ({ createdAt }) => createdAt,
        order: 'newest-first',
        cursors,
        badCursor: 'end',
        view: viewTransfer,
      })
    },
  }
}
