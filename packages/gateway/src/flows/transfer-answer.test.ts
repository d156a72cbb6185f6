import { expect, test } from 'vitest'
import { transfer } from '../../test/support/transfer.ts'
import { readTransferAnswer, transferEnding } from './transfer-answer.ts'

test('payloads mean that signatures are needed', () => {
  const payloads = [{ digest: 'd', payload: 'p' }]
  expect(readTransferAnswer({ ...transfer, payloads })).toEqual({ kind: 'prepared', payloads })
})

test.each([{ payloads: [] }, { payloads: null }])('no payloads mean that it is on its way: %j', (rest) => {
  expect(readTransferAnswer({ ...transfer, ...rest })).toEqual({ kind: 'submitted' })
})

test.each(['completed', 'failed'])('%s is an ending', (status) => {
  expect(transferEnding(status)).toBe(status)
})

test.each(['awaiting_signature', 'pending', 'complete', 'a status of tomorrow'])('%s is not an ending', (status) => {
  expect(transferEnding(status)).toBeUndefined()
})
