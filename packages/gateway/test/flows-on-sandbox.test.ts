import { apiKey, OutcomeUnknownError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { createGatewayClient } from '../src/index.ts'
import { assets } from './support/assets.ts'
import { marketBuy, restingSell, restingSwap, send, swap } from './support/requests.ts'
import { quick, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()

describe('placeOrder', () => {
  test('completes a market order on CeFi without a signature', async () => {
    const steps: string[] = []
    const placed = await world.client().placeOrder(marketBuy, { ...quick, onProgress: ({ step }) => steps.push(step) })
    expect(placed).toMatchObject({ outcome: 'complete', order: { venue: 'cefi', executed_qty: '0.0009' } })
    expect(steps).not.toContain('stamped')
  })

  test('completes a swap on DeFi with a stamp for each payload', async () => {
    const steps: string[] = []
    const placed = await world.client().placeOrder(swap, { ...quick, onProgress: ({ step }) => steps.push(step) })
    expect(placed).toMatchObject({ outcome: 'complete', quote: { fee: '0.0024' }, order: { venue: 'defi' } })
    expect(steps.slice(0, 3)).toEqual(['created', 'stamped', 'executed'])
  })

  test('stamps allowance and swap on a chain that wants both', async () => {
    const stamps: number[] = []
    const order = { ...swap, asset_id: assets.wbtcOnBase, chain: 'base', qty: '50' }
    const placed = await world.client().placeOrder(order, {
      ...quick,
      onProgress: (progress) => {
        if (progress.step === 'stamped') stamps.push(progress.stamps)
      },
    })
    expect([placed.outcome, stamps]).toEqual(['complete', [2]])
  })

  test('says that an order failed, and why', async () => {
    const placed = await world.client().placeOrder({ ...restingSell, side: 'buy', price: '10000' }, quick)
    expect(placed).toMatchObject({ outcome: 'failed', reason: 'price 10000 is outside the price band' })
  })

  test('says that the balance does not cover it, with the quote and no order', async () => {
    const placed = await world.client('notOnboarded').placeOrder(swap, quick)
    expect(placed).toMatchObject({ outcome: 'insufficient_balance', quote: { qty: '1.2' } })
    expect(placed).not.toHaveProperty('orderId')
  })

  test('says that the quote went stale, and places nothing', async () => {
    const review = (): boolean => {
      world.sandbox.clock.advance(61_000)
      return true
    }
    const placed = await world.client().placeOrder(swap, { ...quick, review })
    expect(placed.outcome).toBe('stale_quote')
  })

  test('creates an order with a stale quote again when allowed', async () => {
    let reviews = 0
    const review = (): boolean => {
      reviews += 1
      if (reviews === 1) world.sandbox.clock.advance(61_000)
      return true
    }
    const placed = await world.client().placeOrder(swap, { ...quick, review, recreateOnStaleQuote: 1 })
    expect([placed.outcome, reviews]).toEqual(['complete', 2])
  })

  test('finds out by reading when the answer to the execution is lost', async () => {
    world.sandbox.faults.add({ kind: 'drop', path: '/v1/gateway/orders/', method: 'POST', when: 'after' })
    const steps: string[] = []
    const placed = await world.client().placeOrder(swap, { ...quick, onProgress: ({ step }) => steps.push(step) })
    expect(placed.outcome).toBe('complete')
    expect(steps).toContain('outcome_unknown')
  })

  test('leaves the doubt standing when the execution never arrived', async () => {
    world.sandbox.faults.add({ kind: 'drop', path: '/v1/gateway/orders/', method: 'POST', when: 'before' })
    const placing = world.client().placeOrder(swap, { pollIntervalMs: 20, pollDeadlineMs: 100 })
    await expect(placing).rejects.toMatchObject({ code: 'outcome_unknown', operation: 'executeOrder' })
  })

  test('does not create twice when the answer to the creation is lost', async () => {
    const gateway = world.client()
    const count = async (): Promise<number> => (await gateway.listOrders()).data?.length ?? 0
    const before = await count()
    world.sandbox.faults.add({ kind: 'drop', path: '/v1/gateway/orders', method: 'POST', when: 'after' })
    const error: unknown = await gateway.placeOrder(restingSell, quick).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    expect(error).toMatchObject({ settle: { query: expect.stringContaining('then listOrders(),') as string } })
    await expect(count()).resolves.toBe(before + 1)
  })

  test('rides out reads that fail for a while', async () => {
    world.sandbox.faults.add({ kind: 'status', value: 503, path: '/v1/gateway/orders/', method: 'GET', times: 2 })
    const placed = await world.client().placeOrder(marketBuy, { ...quick, call: { retry: false } })
    expect(placed.outcome).toBe('complete')
  })
})

describe('cancelAndWait', () => {
  test.each(['prepareCancelOrder', 'cancelOrder'] as const)(
    'cancels a resting CeFi order through %s',
    async (through) => {
      const gateway = world.client()
      const placed = await gateway.placeOrder(restingSell, quick)
      if (placed.outcome !== 'active') throw new Error(`the order is ${placed.outcome}`)
      await expect(gateway.cancelAndWait(placed.orderId, { ...quick, through })).resolves.toMatchObject({
        outcome: 'canceled',
        order: { executed_qty: '0' },
      })
    },
  )

  test('stamps the cancellation of a resting DeFi order', async () => {
    const gateway = world.client()
    const placed = await gateway.placeOrder(restingSwap, quick)
    if (placed.outcome !== 'active') throw new Error(`the order is ${placed.outcome}`)
    const steps: string[] = []
    const onProgress = ({ step }: { readonly step: string }): unknown => steps.push(step)
    const ended = await gateway.cancelAndWait(placed.orderId, { ...quick, onProgress })
    expect(ended.outcome).toBe('canceled')
    expect(steps.slice(0, 3)).toEqual(['requested', 'stamped', 'executed'])
  })

  test('takes an empty answer for acceptance', async () => {
    const gateway = world.client()
    const placed = await gateway.placeOrder(restingSell, quick)
    if (placed.outcome !== 'active') throw new Error(`the order is ${placed.outcome}`)
    world.sandbox.faults.add({ kind: 'empty', value: 202, path: '/v1/gateway/orders/', method: 'POST', when: 'after' })
    await expect(gateway.cancelAndWait(placed.orderId, quick)).resolves.toMatchObject({ outcome: 'canceled' })
  })

  test('tells how an order has ended for which it comes too late', async () => {
    const gateway = world.client()
    const placed = await gateway.placeOrder(marketBuy, quick)
    if (placed.outcome !== 'complete') throw new Error(`the order is ${placed.outcome}`)
    await expect(gateway.prepareCancelOrder({ path: { id: placed.orderId } })).rejects.toMatchObject({ status: 400 })
    await expect(gateway.cancelAndWait(placed.orderId, quick)).resolves.toMatchObject({
      outcome: 'complete',
      order: { executed_qty: placed.order.executed_qty },
    })
  })
})

describe('sendTransfer', () => {
  test('stamps a transfer on chain and follows it to its end', async () => {
    const sent = await world.client().sendTransfer(send, quick)
    expect(sent).toMatchObject({ outcome: 'completed', transfer: { sent: '1', received: '1', payloads: [] } })
  })

  test('follows a withdrawal that needs no signature', async () => {
    const withdrawal = {
      asset_id: assets.btcOnCefi,
      qty: '0.01',
      qty_unit: 'base',
      to: 'bc1-sandbox',
      network: 'bitcoin',
    } as const
    const steps: string[] = []
    const sent = await world.client().sendTransfer(withdrawal, { ...quick, onProgress: ({ step }) => steps.push(step) })
    expect(sent.outcome).toBe('completed')
    expect(steps).not.toContain('stamped')
  })

  test('finds out by reading when the answer to the execution is lost', async () => {
    world.sandbox.faults.add({ kind: 'reset', path: '/v1/gateway/transfers/', method: 'POST', when: 'after' })
    const sent = await world.client().sendTransfer(send, quick)
    expect(sent.outcome).toBe('completed')
  })
})

describe('onBehalfOf', () => {
  const organization = () => {
    const { credentials, urls } = world.sandbox
    return createGatewayClient({ environment: urls, auth: apiKey(credentials.organization.keyFile), validate: 'all' })
  }

  test('acts for the user, and stamps with the user’s signer key', async () => {
    const { userId, signerKeyFile } = world.sandbox.credentials.organization
    const user = organization().onBehalfOf(userId, { signer: apiKey(signerKeyFile) })
    await expect(user.placeOrder(swap, quick)).resolves.toMatchObject({ outcome: 'complete' })
  })

  test('never stamps with the organization’s own key', async () => {
    const { userId } = world.sandbox.credentials.organization
    const placing = organization().onBehalfOf(userId).placeOrder(swap, quick)
    await expect(placing).rejects.toMatchObject({ code: 'credential_missing' })
  })

  test('is refused for a user of somebody else', async () => {
    const stranger = organization().onBehalfOf('00000000-0000-4000-8000-000000000000')
    await expect(stranger.listOrders()).rejects.toMatchObject({ code: 'authentication_failed' })
  })
})
