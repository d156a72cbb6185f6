import { describe, expect, test } from 'vitest'
import type { GatewayClient } from '../src/index.ts'
import { send } from './support/requests.ts'
import { useSandbox } from './support/sandbox-clients.ts'
import { arm, endOf, mute, type Strike, struckOptions } from './support/strike.ts'

const world = useSandbox()

const creation = { step: 'creation', path: '/v1/gateway/transfers', method: 'POST' } as const
const execution = { step: 'execution', path: '/v1/gateway/transfers/', method: 'POST' } as const
const read = { step: 'read', path: '/v1/gateway/transfers/', method: 'GET' } as const

interface Row extends Strike {
  readonly step: string
  /** Transfers that the service has afterwards, and how many of them are completed. */
  readonly transfers: readonly [all: number, completed: number]
}

const rows: readonly Row[] = [
  ...mute.flatMap((kind): Row[] => [
    { ...creation, kind, when: 'before', end: 'outcome_unknown', transfers: [0, 0] },
    { ...creation, kind, when: 'after', end: 'outcome_unknown', transfers: [1, 0] },
    { ...execution, kind, when: 'before', end: 'outcome_unknown', transfers: [1, 0] },
    { ...execution, kind, when: 'after', end: 'completed', transfers: [1, 1] },
    { ...read, kind, when: 'after', end: 'completed', transfers: [1, 1] },
  ]),
  { ...creation, kind: 'delay', when: 'after', end: 'outcome_unknown', transfers: [1, 0] },
  { ...execution, kind: 'delay', when: 'after', end: 'completed', transfers: [1, 1] },
  { ...read, kind: 'delay', when: 'after', end: 'completed', transfers: [1, 1] },
  { ...execution, kind: 'rate-limit', when: 'before', end: 'rate_limited', transfers: [1, 0] },
  { ...execution, kind: 'redirect', when: 'after', end: 'completed', transfers: [1, 1] },
  { ...read, kind: 'redirect', when: 'before', end: 'unsettled', transfers: [1, 1] },
]

async function transfersOf(gateway: GatewayClient): Promise<{ all: number; completed: number }> {
  const { data = [] } = await gateway.listTransfers({ query: { limit: 100 } })
  return { all: data.length, completed: data.filter(({ status }) => status === 'completed').length }
}

describe('sendTransfer, struck once', () => {
  test.each(rows)('by $kind at the $step ($when): $end', async (row) => {
    const gateway = world.client()
    const before = await transfersOf(gateway)
    arm(world.sandbox, row)
    await expect(endOf(gateway.sendTransfer(send, struckOptions(row)))).resolves.toBe(row.end)
    expect(world.sandbox.faults.list()).toEqual([])
    await expect
      .poll(
        async () => {
          const now = await transfersOf(gateway)
          return [now.all - before.all, now.completed - before.completed]
        },
        { timeout: 10_000 },
      )
      .toEqual(row.transfers)
  })
})
