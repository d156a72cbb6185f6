import { ConflictError, ConnectionError, DecodeError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { leavesDoubt } from './doubt.ts'

const problem = { fieldViolations: [], format: 'empty' } as const

test.each([
  ['a lost answer', new OutcomeUnknownError({ settle: undefined })],
  ['a success that breaks the contract', new DecodeError('odd', { status: 200, code: 'response_breaks_contract' })],
])('%s leaves doubt', (_, error) => {
  expect(leavesDoubt(error)).toBe(true)
})

test.each([
  ['a refusal', new RejectedError('no', problem, { status: 400 })],
  ['a conflict', new ConflictError('twice', problem, { status: 409 })],
  ['a connection that was never made', new ConnectionError('connect', {})],
  ['a defect', new TypeError('defect')],
])('%s leaves none', (_, error) => {
  expect(leavesDoubt(error)).toBe(false)
})
