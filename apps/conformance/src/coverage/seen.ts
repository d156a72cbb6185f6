import { operationOf } from '../audit/http.ts'
import type { Subject } from '../case/define.ts'
import type { Contracts } from '../contract/contracts.ts'
import { parseJson } from '../json.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Target } from '../target/target.ts'

/** What one case really exercised, read from its recording and not from its claims. */
export type Seen = { answered: Set<Subject>; refused: Set<Subject> }

export function seen(contracts: Contracts, target: Pick<Target, 'bases'>, exchanges: readonly Exchange[]): Seen {
  const answered = new Set<Subject>()
  const refused = new Set<Subject>()
  for (const exchange of exchanges) {
    if (exchange.kind === 'http') {
      if (exchange.response === null) continue
      const operation = operationOf(contracts.http[exchange.api], target.bases[exchange.api], exchange)
      if (operation === undefined) continue
      const into = exchange.response.status < 300 ? answered : refused
      into.add(`${exchange.api}.${operation.id}`)
      continue
    }
    for (const frame of exchange.frames) {
      const body = parseJson(frame.text)
      const message = body.ok ? contracts.socket.match(frame.direction, body.value) : undefined
      if (message !== undefined) answered.add(`cefi-ws.${message.name}`)
      if (body.ok && isRefusal(body.value)) refused.add('cefi-ws.subscription')
    }
  }
  return { answered, refused }
}

/** A refused subscription is a confirmation whose status is one of the bad ones; the WebSocket has no error message. */
function isRefusal(frame: unknown): boolean {
  const { channel, status } = frame as { channel?: unknown; status?: unknown }
  return channel === 'WEBSOCKET' && (status === 'INVALID' || status === 'UNAUTHORIZED' || status === 'ERROR')
}
