import fc from 'fast-check'
import type { BufferPolicy } from '../../src/subscription/buffer.ts'
import { CLIENTS, SYMBOLS } from './market.ts'

/** What makes a user leave, in the middle of being told. */
export type Leaving = 'message' | 'stale' | 'resumed' | undefined
/** What the subscriptions of a walk are to. */
export type Followed = 'TRADE' | 'DROPCOPY' | 'EBBO' | 'INSTRUMENT' | 'DEPTH'

const line = fc.constantFrom(0, 0, 0, 1)
const which = fc.nat(7)
const symbol = fc.constantFrom(...SYMBOLS)

/** Something that users do, or that happens to them. */
export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('subscribe' as const),
      channel: fc.constantFrom<Followed>('TRADE', 'EBBO', 'INSTRUMENT', 'DEPTH'),
      items: fc.uniqueArray(fc.constantFrom(...SYMBOLS, 'NONE'), { minLength: 1, maxLength: 3 }),
      signed: fc.boolean(),
      isSlow: fc.boolean(),
      policy: fc.constantFrom<BufferPolicy>('error', 'error', 'latest', 'dropOldest'),
      timeoutMs: fc.constantFrom(undefined, undefined, 1500),
      leavesOn: fc.constantFrom<Leaving>(undefined, undefined, undefined, 'message', 'stale', 'resumed'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('book' as const), item: symbol, signed: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('follow' as const),
      items: fc.uniqueArray(fc.constantFrom(...CLIENTS), { minLength: 1 }),
      isSlow: fc.boolean(),
      policy: fc.constantFrom<BufferPolicy>('error', 'dropOldest'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constantFrom('close' as const, 'abort' as const, 'read' as const), which }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constantFrom('happen' as const, 'happen' as const, 'quote' as const),
      item: fc.constantFrom(...SYMBOLS, ...CLIENTS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      item: symbol,
      price: fc.integer({ min: 20, max: 40 }),
      qty: fc.nat(3),
    }),
  },
  { weight: 20, arbitrary: fc.record({ act: fc.constantFrom('serve' as const, 'arrive' as const), line }) },
  { weight: 12, arbitrary: fc.record({ act: fc.constant('flow' as const), line }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom('lose' as const, 'double' as const, 'say' as const, 'expire' as const, 'mute' as const),
      line,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('refuse' as const),
      line,
      status: fc.constantFrom('ERROR', 'INVALID', 'UNAUTHORIZED', 'UNAUTHENTICATED'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('cut' as const),
      line,
      code: fc.constantFrom(1000, 1001, 1006, 1008, 1011, 1012, 1013),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('freeze' as const, 'corrupt' as const), line }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('authenticate' as const),
      isGood: fc.boolean(),
      timeoutMs: fc.constantFrom(undefined, 1500),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('giveUp' as const, 'unplug' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('jump' as const), ms: fc.constantFrom(-60_000, 3000, 3_600_000) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(1, 700, 2500, 6000, 11_000) }),
  },
)
export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** What a client is made with. */
export const setting = fc.record({
  hasKey: fc.boolean(),
  rotateAfterMs: fc.constantFrom(undefined, 3000, 8000),
  onGap: fc.constantFrom('event' as const, 'resync' as const, 'reconnect' as const),
  resolveSymbols: fc.boolean(),
  seqnumScope: fc.constantFrom('channel' as const, 'channel-item' as const),
  manner: fc.record({
    confirmsLast: fc.boolean(),
    isLate: fc.boolean(),
    completes: fc.boolean(),
    closes: fc.boolean(),
  }),
})
export type Setting = typeof setting extends fc.Arbitrary<infer Value> ? Value : never
