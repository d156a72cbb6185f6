import type { Contracts } from '../contract/contracts.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Target } from '../target/target.ts'
import { type Finding, findingKey } from './finding.ts'
import { auditHttp } from './http.ts'
import { auditSocket } from './socket.ts'

/** Every exchange of a case against the contracts, each difference once. */
export function audit(contracts: Contracts, target: Pick<Target, 'bases'>, exchanges: readonly Exchange[]): Finding[] {
  const found = new Map<string, Finding>()
  for (const exchange of exchanges) {
    for (const finding of auditOne(contracts, target, exchange)) found.set(findingKey(finding), finding)
  }
  return [...found.values()]
}

function auditOne(contracts: Contracts, target: Pick<Target, 'bases'>, exchange: Exchange): Finding[] {
  return exchange.kind === 'socket'
    ? auditSocket(contracts.socket, exchange)
    : auditHttp(contracts.http[exchange.api], target.bases[exchange.api], exchange)
}
