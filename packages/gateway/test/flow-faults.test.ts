import { TrueMarketsError } from '@truemarkets/core'
import type { FaultKind } from '@truemarkets/sandbox'
import { describe, expect, test } from 'vitest'
import type { CreateOrderRequest, GatewayClient } from '../src/index.ts'
import { assets, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()
const swap: CreateOrderRequest = {
  asset_id: assets.demoOnSolana,
  side: 'buy',
  type: 'market',
  qty: '1.20',
  qty_unit: 'quote',
}

/** Where a fault strikes: the one call of the flow that it fits. */
const steps = {
  creation: { path: '/v1/gateway/orders', method: 'POST' },
  execution: { path: '/v1/gateway/orders/', method: 'POST' },
  read: { path: '/v1/gateway/orders/', method: 'GET' },
} as const

/** The faults that take the answer away, so that nobody can tell what happened. */
const mute: readonly FaultKind[] = ['drop', 'reset', 'truncate', 'status', 'html', 'empty', 'invalid-json']

interface Row {
  readonly step: keyof typeof steps
  readonly kind: FaultKind
  /** `before`: the call is not carried out. `after`: it is, and only the answer is lost or spoilt. */
  readonly when: 'before' | 'after'
  /** Outcome of the flow, or code of its error. */
  readonly end: string
  /** Orders that the service has afterwards, and how many of them are complete. */
  readonly orders: readonly [all: number, complete: number]
}

const rows: readonly Row[] = [
  ...mute.flatMap((kind): Row[] => [
    { step: 'creation', kind, when: 'before', end: 'outcome_unknown', orders: [0, 0] },
    { step: 'creation', kind, when: 'after', end: 'outcome_unknown', orders: [1, 0] },
    { step: 'execution', kind, when: 'before', end: 'outcome_unknown', orders: [1, 0] },
    { step: 'execution', kind, when: 'after', end: 'complete', orders: [1, 1] },
    { step: 'read', kind, when: 'after', end: 'complete', orders: [1, 1] },
  ]),
  { step: 'creation', kind: 'rate-limit', when: 'before', end: 'rate_limited', orders: [0, 0] },
  { step: 'execution', kind: 'rate-limit', when: 'before', end: 'rate_limited', orders: [1, 0] },
  { step: 'read', kind: 'rate-limit', when: 'before', end: 'complete', orders: [1, 1] },
  { step: 'creation', kind: 'redirect', when: 'before', end: 'redirect_refused', orders: [0, 0] },
  { step: 'execution', kind: 'redirect', when: 'before', end: 'redirect_refused', orders: [1, 0] },
  { step: 'read', kind: 'redirect', when: 'before', end: 'unsettled', orders: [1, 1] },
]

/** How placing ends. A doubt that stays is waited out, so it gets little time. */
async function place(gateway: GatewayClient, expected: string): Promise<string> {
  const pollDeadlineMs = expected === 'outcome_unknown' ? 100 : 5_000
  try {
    const call = { retry: { baseDelayMs: 1 } }
    return (await gateway.placeOrder(swap, { pollIntervalMs: 20, pollDeadlineMs, call })).outcome
  } catch (error) {
    if (error instanceof TrueMarketsError) return error.code
    throw error
  }
}

async function ordersOf(gateway: GatewayClient): Promise<{ all: number; complete: number }> {
  const { data = [] } = await gateway.listOrders({ query: { limit: 100 } })
  return { all: data.length, complete: data.filter(({ status }) => status === 'complete').length }
}

describe('placeOrder, struck once', () => {
  test.each(rows)('by $kind at the $step ($when): $end', async ({ step, kind, when, end, orders }) => {
    const gateway = world.client()
    const before = await ordersOf(gateway)
    world.sandbox.faults.add({ kind, when, ...steps[step], ...(kind === 'status' ? { value: 503 } : {}) })
    await expect(place(gateway, end)).resolves.toBe(end)
    expect(world.sandbox.faults.list()).toEqual([])
    await expect
      .poll(async () => {
        const now = await ordersOf(gateway)
        return [now.all - before.all, now.complete - before.complete]
      })
      .toEqual(orders)
  })
})
