import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FirstUpdate, isEarlier, isSuccessor, SequenceTracker } from './sequence.ts'

/** The verdicts on messages of one channel, written as `S5` (snapshot), `U6` (update), `C6` (complete), `U` (no number). */
function verdicts(...messages: readonly string[]): string[] {
  return verdictsUnder('either', ...messages)
}

function verdictsUnder(firstUpdate: FirstUpdate, ...messages: readonly string[]): string[] {
  const tracker = new SequenceTracker(firstUpdate)
  const updates = { S: 'SNAPSHOT', U: 'UPDATE', C: 'SNAPSHOT_COMPLETE' } as const
  return messages.map((text) => {
    const seqnum = text.slice(1)
    const update = updates[text.charAt(0) as keyof typeof updates]
    return tracker.accept({ channel: 'DEPTH', update, ...(seqnum === '' ? {} : { seqnum }) }, 'DEPTH').kind
  })
}

describe('the sequence numbers of a channel', () => {
  it.each([
    ['that begin with an update, at any number', ['U7', 'U8'], ['next', 'next']],
    ['that begin with an update, which is repeated', ['U7', 'U7', 'U8'], ['next', 'repeat', 'next']],
    ['whose first update repeats the snapshot', ['S5', 'U5', 'U6'], ['next', 'next', 'next']],
    ['whose first update follows the snapshot', ['S5', 'U6', 'U7'], ['next', 'next', 'next']],
    ['that skip', ['S5', 'U5', 'U7', 'U8'], ['next', 'next', 'gap', 'next']],
    ['that repeat', ['S5', 'U5', 'U6', 'U6', 'U7'], ['next', 'next', 'next', 'repeat', 'next']],
    ['that go back', ['U9', 'U3', 'U4'], ['next', 'repeat', 'next']],
    ['that a snapshot sets anew', ['U9', 'S3', 'U3'], ['next', 'next', 'next']],
    ['that two snapshots set', ['S5', 'S9', 'U9', 'U10'], ['next', 'next', 'next', 'next']],
    ['that the end of the snapshot repeats', ['S5', 'C5', 'U5', 'U6'], ['next', 'next', 'next', 'next']],
    ['that the end of the snapshot counts', ['S5', 'C6', 'U7'], ['next', 'next', 'next']],
    ['that are missing now and then', ['S5', 'U', 'U5', 'U', 'U6'], ['next', 'next', 'next', 'next', 'next']],
    ['that carry into a longer number', ['U99', 'U100'], ['next', 'next']],
  ])('%s', (_, messages, expected) => {
    expect(verdicts(...messages)).toEqual(expected)
  })

  it.each([
    ['same', ['next', 'next'], ['next', 'gap']],
    ['next', ['next', 'repeat'], ['next', 'next']],
  ] as const)('begin after a snapshot as told by firstUpdate: %s', (firstUpdate, repeated, followed) => {
    expect(verdictsUnder(firstUpdate, 'S5', 'U5')).toEqual(repeated)
    expect(verdictsUnder(firstUpdate, 'S5', 'U6')).toEqual(followed)
  })

  it('are held to the way in which the server was seen to count after a snapshot', () => {
    expect(verdicts('S5', 'U5', 'S8', 'U9')).toEqual(['next', 'next', 'next', 'gap'])
    expect(verdicts('S5', 'U6', 'S8', 'U9')).toEqual(['next', 'next', 'next', 'next'])
  })
})

describe('the number after a number', () => {
  it.each([
    ['0', '1'],
    ['8', '9'],
    ['9', '10'],
    ['109', '110'],
    ['9007199254740992', '9007199254740993'],
    ['007', '8'],
  ])('%s is %s', (last, next) => {
    expect(isSuccessor(last, next)).toBe(true)
  })

  it.each([
    ['1', '1'],
    ['1', '3'],
    ['19', '10'],
    ['12', '23'],
    ['9007199254740992', '9007199254740994'],
  ])('%s is not %s', (last, next) => {
    expect(isSuccessor(last, next)).toBe(false)
  })

  it('agrees with integers, however the numbers are written', () => {
    // Nines and zeros, so that much carries.
    const text = fc.string({ unit: fc.constantFrom('0', '1', '8', '9'), minLength: 1, maxLength: 25 })
    const property = fc.property(text, fc.constantFrom(-1n, 0n, 1n, 1n, 1n, 2n), fc.nat(2), (last, step, zeros) => {
      const number = BigInt(last) + step
      const next = `${'0'.repeat(zeros)}${number < 0n ? 0n : number}`.padStart(zeros === 0 ? last.length : 0, '0')
      expect(isSuccessor(last, next)).toBe(BigInt(next) === BigInt(last) + 1n)
    })
    fc.assert(property, { numRuns: 2000 })
  })
})

describe('a number that is earlier than another', () => {
  it('is the smaller one, of any length, with leading zeros in both or in none', () => {
    const number = fc.oneof(fc.bigInt({ min: 0n, max: 120n }), fc.bigInt({ min: 0n, max: 10n ** 20n }))
    const property = fc.property(number, number, fc.constantFrom(0, 25), (left, right, digits) => {
      const text = (value: bigint): string => String(value).padStart(digits, '0')
      expect(isEarlier(text(left), text(right))).toBe(left < right)
    })
    fc.assert(property, { numRuns: 1000 })
  })
})
