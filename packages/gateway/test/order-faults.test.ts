import { describe, expect, test } from 'vitest'
import type { GatewayClient } from '../src/index.ts'
import { swap } from './support/requests.ts'
import { useSandbox } from './support/sandbox-clients.ts'
import { arm, endOf, mute, type Strike, struckOptions } from './support/strike.ts'

const world = useSandbox()

const creation = { step: 'creation', path: '/v1/gateway/orders', method: 'POST' } as const
const execution = { step: 'execution', path: '/v1/gateway/orders/', method: 'POST' } as const
const read = { step: 'read', path: '/v1/gateway/orders/', method: 'GET' } as const

interface Row extends Strike {
  readonly step: string
  /** Orders that the service has afterwards, and how many of them are complete. */
  readonly orders: readonly [all: number, complete: number]
}

const rows: readonly Row[] = [
  ...mute.flatMap((kind): Row[] => [
    { ...creation, kind, when: 'before', end: 'outcome_unknown', orders: [0, 0] },
    { ...creation, kind, when: 'after', end: 'outcome_unknown', orders: [1, 0] },
    { ...execution, kind, when: 'before', end: 'outcome_unknown', orders: [1, 0] },
    { ...execution, kind, when: 'after', end: 'complete', orders: [1, 1] },
    { ...read, kind, when: 'after', end: 'complete', orders: [1, 1] },
  ]),
  { ...creation, kind: 'delay', when: 'after', end: 'outcome_unknown', orders: [1, 0] },
  { ...execution, kind: 'delay', when: 'after', end: 'complete', orders: [1, 1] },
  { ...read, kind: 'delay', when: 'after', end: 'complete', orders: [1, 1] },
  { ...creation, kind: 'rate-limit', when: 'before', end: 'rate_limited', orders: [0, 0] },
  { ...execution, kind: 'rate-limit', when: 'before', end: 'rate_limited', orders: [1, 0] },
  { ...read, kind: 'rate-limit', when: 'before', end: 'complete', orders: [1, 1] },
  { ...creation, kind: 'redirect', when: 'after', end: 'outcome_unknown', orders: [1, 0] },
  { ...execution, kind: 'redirect', when: 'after', end: 'complete', orders: [1, 1] },
  { ...read, kind: 'redirect', when: 'before', end: 'unsettled', orders: [1, 1] },
]

async function ordersOf(gateway: GatewayClient): Promise<{ all: number; complete: number }> {
  const { data = [] } = await gateway.listOrders({ query: { limit: 100 } })
  return { all: data.length, complete: data.filter(({ status }) => status === 'complete').length }
}

describe('placeOrder, struck once', () => {
  test.each(rows)('by $kind at the $step ($when): $end', async (row) => {
    const gateway = world.client()
    const before = await ordersOf(gateway)
    arm(world.sandbox, row)
    await expect(endOf(gateway.placeOrder(swap, struckOptions(row)))).resolves.toBe(row.end)
    expect(world.sandbox.faults.list()).toEqual([])
    await expect
      .poll(
        async () => {
          const now = await ordersOf(gateway)
          return [now.all - before.all, now.complete - before.complete]
        },
        { timeout: 10_000 },
      )
      .toEqual(row.orders)
  })
})
