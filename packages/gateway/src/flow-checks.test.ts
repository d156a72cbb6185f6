import { expect, test } from 'vitest'
import { caught } from '../../auth/test/support/caught.ts'
import { checkFlow } from './flow-checks.ts'

const own = {
  choices: { until: ['accepted', 'settled'] },
  kinds: { review: 'function', recreateOnStaleQuote: 'count', acceptIssues: 'boolean' } as const,
}
const check = (options: object): void => checkFlow('placeOrder', options, own)

test.each([
  {},
  { until: 'settled', review: () => true },
  { until: undefined, pollIntervalMs: undefined },
  { signal: new AbortController().signal, onProgress: () => {}, call: {} },
  { pollIntervalMs: 0.5, pollDeadlineMs: 0 },
])('%j are good options', (options) => {
  expect(check(options)).toBeUndefined()
})

test('an unknown option is refused with the one that was meant', () => {
  expect(caught(() => check({ untill: 'settled' }))).toMatchObject({
    code: 'option_unknown',
    nextStep: 'Did you mean "until"?',
  })
})

test('an unknown choice is refused with the known ones', () => {
  expect(caught(() => check({ until: 'filled' }))).toMatchObject({
    code: 'option_invalid',
    message: 'placeOrder: until has no such choice.',
    nextStep: 'Use accepted, settled.',
  })
})

test.each([
  { pollIntervalMs: 0 },
  { onProgress: 'log' },
  { review: true },
  { recreateOnStaleQuote: true },
  { recreateOnStaleQuote: 1.5 },
  { acceptIssues: 'yes' },
])('%j is another kind of value', (options) => {
  expect(caught(() => check(options))).toMatchObject({ code: 'option_invalid' })
})
