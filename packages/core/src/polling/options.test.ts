import { expect, test } from 'vitest'
import { checkPollTimes } from './options.ts'

test.each([
  { pollIntervalMs: 0 },
  { pollIntervalMs: Number.NaN },
  { pollDeadlineMs: -1 },
  { pollDeadlineMs: Number.NaN },
])('refuses %j, which no wait can keep to', (options) => {
  expect(() => checkPollTimes('waitForOrder', options)).toThrow(expect.objectContaining({ code: 'option_invalid' }))
})

test.each([{}, { pollIntervalMs: 1, pollDeadlineMs: 0 }])('takes %j', (options) => {
  expect(() => checkPollTimes('waitForOrder', options)).not.toThrow()
})
