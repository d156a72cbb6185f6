import { ConflictError, RejectedError } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { isStaleQuote } from './stale-quote.ts'

const problem = { fieldViolations: [], format: 'json' } as const

test('a refusal with the code quote_stale is one', () => {
  expect(isStaleQuote(new RejectedError('stale', { ...problem, code: 'quote_stale' }, { status: 422 }))).toBe(true)
})

test.each([
  ['another code', new RejectedError('small', { ...problem, code: 'amount_below_minimum' }, { status: 422 })],
  ['no code', new RejectedError('no', problem, { status: 422 })],
  ['another class', new ConflictError('twice', { ...problem, code: 'quote_stale' }, { status: 409 })],
])('a refusal with %s is none', (_, error) => {
  expect(isStaleQuote(error)).toBe(false)
})
