import { describe, expect, test } from 'vitest'
import type { GatewayClient } from '../src/index.ts'
import { restingSell } from './support/requests.ts'
import { quick, useSandbox } from './support/sandbox-clients.ts'
import { arm, endOf, mute, type Strike, struckOptions } from './support/strike.ts'

const world = useSandbox()

const request = { step: 'request', path: '/v1/gateway/orders/', method: 'POST' } as const
const read = { step: 'read', path: '/v1/gateway/orders/', method: 'GET' } as const

interface Row extends Strike {
  readonly step: string
  /** Status of the order afterwards. */
  readonly status: string
}

const rows: readonly Row[] = [
  // An empty body is a good answer to a cancellation, but not with 200.
  ...mute.flatMap((kind): Row[] => [
    { ...request, kind, when: 'before', end: 'outcome_unknown', status: 'active' },
    { ...request, kind, when: 'after', end: 'canceled', status: 'canceled' },
    { ...read, kind, when: 'after', end: 'canceled', status: 'canceled' },
  ]),
  { ...request, kind: 'delay', when: 'after', end: 'canceled', status: 'canceled' },
  { ...read, kind: 'delay', when: 'after', end: 'canceled', status: 'canceled' },
  { ...request, kind: 'rate-limit', when: 'before', end: 'rate_limited', status: 'active' },
  { ...read, kind: 'redirect', when: 'before', end: 'unsettled', status: 'canceled' },
]

async function rest(gateway: GatewayClient): Promise<string> {
  const placed = await gateway.placeOrder(restingSell, quick)
  if (placed.outcome === 'active') return placed.orderId
  throw new Error(`the order is ${placed.outcome}`)
}

describe('cancelAndWait, struck once', () => {
  test.each(rows)('by $kind at the $step ($when): $end', async (row) => {
    const gateway = world.client()
    const id = await rest(gateway)
    arm(world.sandbox, row)
    await expect(endOf(gateway.cancelAndWait(id, struckOptions(row)))).resolves.toBe(row.end)
    expect(world.sandbox.faults.list()).toEqual([])
    await expect
      .poll(async () => (await gateway.getOrder({ path: { id } })).status, { timeout: 10_000 })
      .toBe(row.status)
  })
})
