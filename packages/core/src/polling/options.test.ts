import { expect, test } from 'vitest'
import { checkPollOptions } from './options.ts'

test.each([
  { pollIntervalMs: 0 },
  { pollIntervalMs: Number.NaN },
  { pollIntervalMs: '500' },
  { pollDeadlineMs: -1 },
  { pollDeadlineMs: Number.NaN },
  { signal: new AbortController() },
])('refuses %o, which no wait can keep to', (options) => {
  expect(() => checkPollOptions(options as object, 'follow')).toThrow(
    expect.objectContaining({ code: 'option_invalid' }),
  )
})

test.each([{}, { pollIntervalMs: 1, pollDeadlineMs: 0 }, { pollDeadlineMs: Number.POSITIVE_INFINITY }])(
  'takes %o',
  (options) => {
    expect(() => checkPollOptions(options as object, 'follow')).not.toThrow()
  },
)
