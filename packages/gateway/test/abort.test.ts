import { AbortedError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import type { GatewayClient } from '../src/index.ts'
import { restingSell, restingSwap, send, swap } from './support/requests.ts'
import { quick, useSandbox } from './support/sandbox-clients.ts'

const world = useSandbox()

/** Runs a flow until it reports `step`, gives up there, and returns what the flow threw and the id it spoke of. */
async function abandon<Progress extends { readonly step: string }>(
  step: Progress['step'],
  flow: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<unknown>,
): Promise<AbortedError> {
  const caller = new AbortController()
  const onProgress = (progress: Progress): void => {
    if (progress.step === step) caller.abort('enough')
  }
  const error: unknown = await flow({ ...quick, signal: caller.signal, onProgress }).catch((reason: unknown) => reason)
  if (error instanceof AbortedError) return error
  throw new Error('the flow was not aborted', { cause: error })
}

const newestOrder = async (gateway: GatewayClient) => (await gateway.listOrders({ query: { limit: 100 } })).data?.[0]

describe('a placeOrder that is abandoned', () => {
  test.each(['created', 'stamped'] as const)('when it has %s has submitted nothing', async (step) => {
    const gateway = world.client()
    const error = await abandon(step, (options) => gateway.placeOrder(swap, options))
    expect(error).toMatchObject({ attempts: 0, settle: undefined, cause: 'enough' })
    expect(await newestOrder(gateway)).toMatchObject({ status: 'initialized' })
  })

  // Of an order that rests, so that no status that is told is its end.
  test.each([
    ['executed', swap, 'complete'],
    ['status', restingSwap, 'active'],
  ] as const)('when it has %s says which order goes on', async (step, order, status) => {
    const gateway = world.client()
    const { settle } = await abandon(step, (options) => gateway.placeOrder(order, { ...options, until: 'terminal' }))
    const { order_id: id } = (await newestOrder(gateway)) ?? {}
    expect(settle).toEqual({ query: `getOrder({ path: { id: '${id}' } })`, ids: { id } })
    await expect.poll(async () => (await gateway.getOrder({ path: { id: id ?? '' } })).status).toBe(status)
  })

  test('on a venue where creating submits says so from the start', async () => {
    const gateway = world.client()
    const { settle } = await abandon('created', (options) => gateway.placeOrder(restingSell, options))
    const { order_id: id } = (await newestOrder(gateway)) ?? {}
    expect(settle?.ids).toEqual({ id })
  })
})

describe('a sendTransfer that is abandoned', () => {
  test.each(['created', 'stamped'] as const)('when it has %s has sent nothing', async (step) => {
    const gateway = world.client()
    const error = await abandon(step, (options) => gateway.sendTransfer(send, options))
    expect(error).toMatchObject({ attempts: 0, settle: undefined })
  })

  test('when it has executed says which transfer goes on', async () => {
    const gateway = world.client()
    const { settle } = await abandon('executed', (options) => gateway.sendTransfer(send, options))
    const id = settle?.ids['id'] ?? ''
    expect(settle?.query).toBe(`getTransfer({ path: { id: '${id}' } })`)
    await expect.poll(async () => (await gateway.getTransfer({ path: { id } })).status).toBe('completed')
  })
})

describe('a cancelAndWait that is abandoned', () => {
  test('when the service has taken it says which order to look at', async () => {
    const gateway = world.client()
    const placed = await gateway.placeOrder(restingSell, quick)
    const id = 'orderId' in placed ? placed.orderId : ''
    const { settle } = await abandon('requested', (options) => gateway.cancelAndWait(id, options))
    expect(settle?.ids).toEqual({ id })
    await expect.poll(async () => (await gateway.getOrder({ path: { id } })).status).toBe('canceled')
  })
})
