import { describe, expect, test } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { stamps } from '../../test/support/keys.ts'
import { executes, goesStale, payloads, place, placeAt, prepares, quote, reads } from '../../test/support/placing.ts'
import { marketBuy } from '../../test/support/requests.ts'
import type { Line } from '../../test/support/scripted.ts'

describe('a stale quote', () => {
  test('is not created again unless the caller allowed it', async () => {
    const { result, names } = place(marketBuy, {}, prepares(), goesStale)
    await expect(result).resolves.toEqual({ outcome: 'stale_quote', orderId: 'o1', quote })
    expect(names()).toEqual(['createOrder', 'executeOrder'])
  })

  test('is created again with new payloads and new stamps when allowed', async () => {
    const again = [{ digest: 'd3', payload: 'third payload' }]
    const { result, calls, steps } = place(
      marketBuy,
      { recreateOnStaleQuote: 1 },
      prepares(),
      goesStale,
      prepares({ order_id: 'o2', payloads: again }),
      executes({ status: 'pending' }),
      reads('complete'),
    )
    await expect(result).resolves.toMatchObject({ outcome: 'complete', orderId: 'o2' })
    const sent = calls[3]?.params as { path: { id: string }; body: { signatures: string[] } }
    expect(sent.path).toEqual({ id: 'o2' })
    expect(sent.body.signatures.map((stamp) => stamps(stamp, 'third payload'))).toEqual([true])
    expect(steps[2]).toEqual({ step: 'recreating', staleOrderId: 'o1', creation: 2 })
  })

  test('is created again as it was asked for, whatever became of the object', async () => {
    const order = { ...marketBuy }
    const { result, calls } = place(order, { recreateOnStaleQuote: 1 }, prepares(), goesStale, prepares(), goesStale)
    order.qty = '1000'
    await result
    const created = calls.filter(({ operation }) => operation === 'createOrder')
    expect(created.map(({ params }) => params)).toEqual([{ body: marketBuy }, { body: marketBuy }])
  })

  test('is created again only as often as allowed', async () => {
    const { result, names } = place(
      marketBuy,
      { recreateOnStaleQuote: 1 },
      prepares(),
      goesStale,
      prepares(),
      goesStale,
    )
    await expect(result).resolves.toMatchObject({ outcome: 'stale_quote' })
    expect(names()).toEqual(['createOrder', 'executeOrder', 'createOrder', 'executeOrder'])
  })

  test('is as old as the request for it, however late that was answered', async () => {
    const time = manualTime()
    const late: Line = {
      operation: 'createOrder',
      get gives() {
        void time.sleep(20_001)
        return { order_id: 'o1', status: 'initialized', payloads, quote }
      },
    }
    const lines = [late, prepares({ order_id: 'o2' }), executes({ status: 'pending' }), reads('complete')]
    const { result } = placeAt(time, marketBuy, { recreateOnStaleQuote: 1 }, ...lines)
    await expect(result).resolves.toMatchObject({ outcome: 'complete', orderId: 'o2' })
  })

  describe('by our own clock, after a long review', () => {
    const lines = [prepares(), prepares({ order_id: 'o2' }), executes({ status: 'pending' }), reads('complete')]

    test('is created again without sending the old stamps, when allowed', async () => {
      const time = manualTime()
      let waitMs = 20_001
      const review = async (): Promise<boolean> => {
        await time.sleep(waitMs)
        waitMs = 0
        return true
      }
      const { result, names } = placeAt(time, marketBuy, { recreateOnStaleQuote: 1, review }, ...lines)
      await expect(result).resolves.toMatchObject({ outcome: 'complete', orderId: 'o2' })
      expect(names()).toEqual(['createOrder', 'createOrder', 'executeOrder', 'getOrder'])
    })

    test.each([
      ['20 seconds are not yet too old', { recreateOnStaleQuote: 1 }, 20_000],
      ['the server decides when nothing may be created again', {}, 50_000],
    ])('%s', async (_, options, waitMs) => {
      const time = manualTime()
      const review = async (): Promise<boolean> => {
        await time.sleep(waitMs)
        return true
      }
      const script = [prepares(), executes({ status: 'pending' }), reads('complete')]
      const { result } = placeAt(time, marketBuy, { ...options, review }, ...script)
      await expect(result).resolves.toMatchObject({ outcome: 'complete', orderId: 'o1' })
    })
  })

  test('asks for review of every new quote', async () => {
    const asked: unknown[] = []
    const review = (seen: unknown): boolean => asked.push(seen) < 2
    const dearer = { ...quote, qty_out: '39.0' }
    const { result } = place(
      marketBuy,
      { recreateOnStaleQuote: 1, review },
      prepares(),
      goesStale,
      prepares({ order_id: 'o2', quote: dearer }),
    )
    await expect(result).resolves.toEqual({ outcome: 'declined', orderId: 'o2', quote: dearer })
    expect(asked).toEqual([quote, dearer])
  })
})
