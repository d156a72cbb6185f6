import { readFileSync } from 'node:fs'
import { apiKey } from '@truemarkets/core'
import contract from '@truemarkets/gateway/contract'
import { describe, expect, test } from 'vitest'
import { operationExamples, runExample } from '../../auth/test/support/run-example.ts'
import { operations } from '../src/generated/operations.ts'
import type { CreateOrderRequest, CreateTransferRequest, GatewayClient } from '../src/index.ts'
import { assets, quick, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()
const load = (specifier: string): Promise<unknown> => import(specifier)
const examples = operationExamples(contract)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

const wallet = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'
const swap: CreateOrderRequest = {
  asset_id: assets.demoOnSolana,
  side: 'buy',
  type: 'market',
  qty: '1.20',
  qty_unit: 'quote',
}
const restingSwap: CreateOrderRequest = { ...swap, type: 'limit', qty: '100', qty_unit: 'base', price: '0.02' }
const restingSell: CreateOrderRequest = {
  base_asset: 'BTC',
  quote_asset: 'USD',
  side: 'sell',
  type: 'limit',
  qty: '0.0002',
  qty_unit: 'base',
  price: '112000',
}
const send: CreateTransferRequest = { asset_id: assets.usdcOnBase, qty: '1', qty_unit: 'base', to: wallet }

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
