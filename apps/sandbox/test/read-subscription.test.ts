import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readSubscription } from '../src/cefi-ws/read-subscription.ts'
import { isContractRequest } from './ws-client.ts'

const text = fc.constantFrom('BTC-PYUSD', '78901985048264710', 'x', '')
const nearly = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(1, null, true, {}, []) },
)
const request = fc.record(
  {
    type: fc.constantFrom('SUBSCRIBE', 'UNSUBSCRIBE', 'SUBSCRIBE_NO_AUTH', 'UNSUBSCRIBE_NO_AUTH', 'LISTEN'),
    item_names: fc.oneof(
      { weight: 8, arbitrary: fc.array(nearly, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: nearly },
    ),
    // Without DROPCOPY: the contract leaves it out of uncredentialed requests, which are answered with UNAUTHORIZED here.
    channels: fc.array(fc.constantFrom('INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE', 'NEWS', 1), {
      minLength: 1,
      maxLength: 2,
    }),
    timestamp: fc.oneof({ weight: 8, arbitrary: fc.constant('1741894773') }, { weight: 1, arbitrary: nearly }),
    organization_id: nearly,
    key: nearly,
    signature: nearly,
    extra: fc.anything(),
  },
  { requiredKeys: [] },
)

// Shows CeFi WebSocket, 3: credentials all there or none of them
it('reads exactly the requests that the contract allows', () => {
  const seen = { read: 0, refused: 0 }
  fc.assert(
    fc.property(request, (each) => {
      const sent: unknown = JSON.parse(JSON.stringify(each))
      const read = readSubscription(JSON.stringify(sent))
      // The form of a timestamp is judged later, with its age; so is an empty list of items (W15).
      const kept = read !== undefined && /^[0-9]+$/.test(read.timestamp) && read.items.length > 0
      expect(kept).toBe(isContractRequest(sent))
      seen[read === undefined ? 'refused' : 'read'] += 1
    }),
    { numRuns: 3000 },
  )
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(50)
})
