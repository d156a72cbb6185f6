import { OutcomeUnknownError } from '@truemarkets/core'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { manualTime } from '../../core/test/manual-time.ts'
import { placeOrder } from '../src/flows/place-order.ts'
import type { PlacedOrder, PlaceOrderOptions } from '../src/flows/placed-order.ts'
import { stampWith } from '../src/flows/signer.ts'
import type { CreateOrderRequest } from '../src/generated/types.ts'
import { signer } from './support/keys.ts'
import { type Fate, ModelServer } from './support/model-server.ts'

vi.setConfig({ testTimeout: 60_000 })
const order: CreateOrderRequest = {
  base_asset: 'A',
  quote_asset: 'B',
  side: 'buy',
  type: 'market',
  qty: '1',
  qty_unit: 'quote',
}

const fate: fc.Arbitrary<Fate> = fc.record({
  creation: fc.constantFrom(
    'prepared',
    'prepared',
    'prepared',
    'submitted',
    'unfunded',
    'refused',
    'lost before',
    'lost after',
  ),
  execution: fc.constantFrom('taken', 'stale', 'stale', 'conflict', 'lost before', 'lost after'),
  reads: fc.array(fc.constantFrom('same', 'forward', 'fails', 'gone'), { maxLength: 6 }),
  ends: fc.constantFrom('complete', 'canceled', 'failed'),
  issues: fc.boolean(),
})
const options: fc.Arbitrary<PlaceOrderOptions & { readonly recreateOnStaleQuote: number }> = fc.record({
  until: fc.constantFrom('accepted', 'settled', 'terminal'),
  recreateOnStaleQuote: fc.nat({ max: 3 }),
  acceptIssues: fc.boolean(),
  pollDeadlineMs: fc.constantFrom(0, 2_000, 20_000),
  review: fc.constantFrom(
    undefined,
    () => true,
    () => false,
  ),
})

type End = { readonly placed: PlacedOrder } | { readonly error: unknown }

async function run(fates: readonly Fate[], chosen: PlaceOrderOptions): Promise<{ end: End; server: ModelServer }> {
  const server = new ModelServer(fates)
  const tools = { operations: server.operations, stamp: stampWith(signer), time: manualTime() }
  const end = await placeOrder(order, chosen, tools).then(
    (placed) => ({ placed }),
    (error: unknown) => ({ error }),
  )
  return { end, server }
}

/** What the end of a flow says about the orders the server really has. */
function agrees(end: End, server: ModelServer): boolean {
  const count = server.submitted.length
  // A refusal means that nothing was submitted; a doubt may go either way.
  if ('error' in end) return end.error instanceof OutcomeUnknownError || count === 0
  const { placed } = end
  const [only] = server.submitted
  if (placed.outcome === 'accepted' || placed.outcome === 'unsettled') return count === 1 && only?.id === placed.orderId
  if ('order' in placed) return count === 1 && only?.id === placed.orderId && only.status === placed.outcome
  return count === 0
}

const flow = fc.tuple(fc.array(fate, { minLength: 4, maxLength: 4 }), options)

test('placeOrder never submits twice, and never stamps what the Gateway did not give', async () => {
  await fc.assert(
    fc.asyncProperty(flow, async ([fates, chosen]) => {
      const { server } = await run(fates, chosen)
      expect(server.crimes).toEqual([])
      expect(server.submitted.length).toBeLessThanOrEqual(1)
      expect(server.log.filter((line) => line.startsWith('create')).length).toBeLessThanOrEqual(
        1 + chosen.recreateOnStaleQuote,
      )
    }),
    { numRuns: 2_000 },
  )
})

test('what placeOrder says is what the server did', async () => {
  await fc.assert(
    fc.asyncProperty(flow, async ([fates, chosen]) => {
      const { end, server } = await run(fates, chosen)
      expect({ end, log: server.log, agrees: agrees(end, server) }).toMatchObject({ agrees: true })
    }),
    { numRuns: 2_000 },
  )
})
