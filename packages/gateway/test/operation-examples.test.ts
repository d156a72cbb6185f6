import { readFileSync } from 'node:fs'
import { apiKey } from '@truemarkets/core'
import contract from '@truemarkets/gateway/contract'
import { describe, expect, test } from 'vitest'
import { operationExamples, runExample } from '../../auth/test/support/run-example.ts'
import { operations } from '../src/generated/operations.ts'
import type { CreateOrderRequest, GatewayClient } from '../src/index.ts'
import { assets } from './support/assets.ts'
import { restingSell, restingSwap, send, swap, wallet } from './support/requests.ts'
import { quick, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()
const load = (specifier: string): Promise<unknown> => import(specifier)
const examples = operationExamples(contract)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

async function resting(gateway: GatewayClient, order: CreateOrderRequest) {
  const placed = await gateway.placeOrder(order, quick)
  if (placed.outcome !== 'active') throw new Error(`the order is ${placed.outcome}`)
  return { orderId: placed.orderId }
}

/** What must be there before an example can run, for those that need something. */
const scenes: Readonly<Record<string, (gateway: GatewayClient) => Promise<object>>> = {
  executeOrder: async (gateway) => {
    const { order_id: orderId, payloads } = await gateway.createOrder({ body: swap })
    return { orderId, payloads }
  },
  getOrder: (gateway) => resting(gateway, restingSell),
  getOrderStatus: (gateway) => resting(gateway, restingSell),
  cancelOrder: (gateway) => resting(gateway, restingSell),
  prepareCancelOrder: (gateway) => resting(gateway, restingSell),
  executeCancelOrder: async (gateway) => {
    const { orderId } = await resting(gateway, restingSwap)
    const { payloads } = await gateway.prepareCancelOrder({ path: { id: orderId } })
    return { orderId, payloads }
  },
  createTransfer: () => Promise.resolve({ assetId: assets.usdcOnBase, wallet }),
  executeTransfer: async (gateway) => {
    const { id: transferId, payloads } = await gateway.createTransfer({ body: send })
    return { transferId, payloads }
  },
  getTransfer: async (gateway) => ({ transferId: (await gateway.createTransfer({ body: send })).id }),
}

test('every operation has an example', () => {
  expect([...examples.keys()].toSorted()).toEqual(Object.keys(operations).toSorted())
})

describe.each([...examples])('the example of %s', (operation, code) => {
  test('runs', async () => {
    const gateway = world.client()
    const scene = (await scenes[operation]?.(gateway)) ?? {}
    const key = apiKey(world.sandbox.credentials.personal.keyFile)
    const console = { log: () => {} }
    await expect(
      runExample(code, { urls: world.sandbox.urls, load, given: { gateway, key, console, ...scene } }),
    ).resolves.toBeUndefined()
  })

  test('stands in the README', () => {
    expect(readme).toContain(code)
  })
})
