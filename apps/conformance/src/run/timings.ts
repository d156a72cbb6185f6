import { operationOf } from '../audit/http.ts'
import type { Contracts } from '../contract/contracts.ts'
import type { Exchange } from '../record/exchange.ts'
import type { Target } from '../target/target.ts'

/** How long the answers of one operation took, in milliseconds. */
export type Timing = { subject: string; count: number; p50: number; p95: number; max: number }

/** Times of answered requests by operation, the slowest first. They tell where a run spends its time, not how fast a service is. */
export function timingsOf(
  contracts: Contracts,
  target: Pick<Target, 'bases'>,
  exchanges: readonly Exchange[],
): Timing[] {
  const times = new Map<string, number[]>()
  for (const exchange of exchanges) {
    if (exchange.kind === 'socket' || exchange.response === null) continue
    const { api } = exchange
    const operation = operationOf(contracts.http[api], target.bases[api], exchange)
    if (operation === undefined) continue
    const subject = `${api}.${operation.id}`
    times.set(subject, [...(times.get(subject) ?? []), exchange.durationMs])
  }
  return [...times]
    .map(([subject, list]) => {
      const sorted = list.toSorted((a, b) => a - b)
      return { subject, count: sorted.length, p50: at(sorted, 0.5), p95: at(sorted, 0.95), max: at(sorted, 1) }
    })
    .sort((a, b) => b.p95 - a.p95)
}

/** The smallest value that so large a share of all does not exceed. */
function at(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return Math.round(value * 10) / 10
}
