import { expect, test } from 'vitest'
import { transferEnding } from './transfer-ending.ts'

test.each(['completed', 'failed'])('%s is an ending', (status) => {
  expect(transferEnding(status)).toBe(status)
})

test.each(['awaiting_signature', 'pending', 'complete', 'a status of tomorrow'])('%s is not an ending', (status) => {
  expect(transferEnding(status)).toBeUndefined()
})
